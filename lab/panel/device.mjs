/* What a device can't do, or does badly: said before anything large is fetched. */

const GUEST_TIMES = 3; // a tab needs about this many times the guest's memory while the state is unpacked
const GB = 2 ** 30;

/* Whether the lab can start here, and what to say to the reader first; `memory` is the guest's, in bytes. */
export const judge = (memory, device = navigator) => {
  if (typeof WebAssembly !== "object") {
    return { can: false, why: "This browser has no WebAssembly, or it is turned off. The machine is made of it." };
  }
  // Browsers round it, and tell 8 GB at most; some tell nothing.
  if (device.deviceMemory * GB < 2 * GUEST_TIMES * memory) {
    return { can: false, why: `This device has about ${device.deviceMemory} GB of memory, which is too little.` };
  }
  if (device.userAgentData?.mobile ?? /Android|iPhone|iPad|Mobile/.test(device.userAgent)) {
    return { can: true, why: "On a phone or a tablet this is slow: a command may take a minute. The browser may end it for want of memory." };
  }
  return { can: true, why: "" };
};
