/* Calls between two threads: each side offers functions by name, and gets a function that calls those of the other side. */

/* `port` leads to the other thread. What is returned takes a name and arguments, which are copied, and promises the result. */
export const connect = (port, offered) => {
  const waiting = new Map();
  let last = 0;
  port.onmessage = async ({ data: { call, answer, number, given, result, error } }) => {
    if (answer) {
      const { done, failed } = waiting.get(number);
      waiting.delete(number);
      if (error) failed(error);
      else done(result);
      return;
    }
    try {
      port.postMessage({ answer: true, number, result: await offered[call](...given) });
    } catch (problem) {
      port.postMessage({ answer: true, number, error: problem });
    }
  };
  return (call, ...given) => new Promise((done, failed) => {
    waiting.set(last += 1, { done, failed });
    port.postMessage({ call, number: last, given });
  });
};
