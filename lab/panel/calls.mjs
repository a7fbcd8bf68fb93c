/* Calls between two threads: each side offers functions by name, and gets one that calls those of the other side. */

/* An error as the other side can get it: some can't be copied. */
const post = (port, number, error) => {
  try {
    port.postMessage({ number, error });
  } catch {
    port.postMessage({ number, error: new Error(error.message) });
  }
};

const perform = async (port, offered, { call, number, given }) => {
  try {
    const result = await offered[call](...given);
    port.postMessage({ number, result }, result instanceof ArrayBuffer ? [result] : []);
  } catch (error) {
    post(port, number, error);
  }
};

/* `port` leads to the other thread. What is returned takes a name and arguments, which are copied, and promises the result.
   A result that is an ArrayBuffer is handed over, not copied. */
export const connect = (port, offered) => {
  const waiting = new Map();
  let last = 0;
  port.onmessage = ({ data }) => {
    if (data.call) {
      perform(port, offered, data);
      return;
    }
    const { done, failed } = waiting.get(data.number);
    waiting.delete(data.number);
    if ("error" in data) failed(data.error);
    else done(data.result);
  };
  return (call, ...given) => new Promise((done, failed) => {
    waiting.set(last += 1, { done, failed });
    port.postMessage({ call, number: last, given });
  });
};
