import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

const INTERVAL = 2000; // milliseconds

/**
 * Do something every two seconds while the component is there and its page is looked at.
 *
 * The next time is only planned when the last is over, and a failure of the network does
 * not end it.
 */
export function useRepeated(action) {
  let timer = 0;
  let isThere = true;
  const plan = () => {
    if (isThere) {
      timer = browser.setTimeout(run, INTERVAL);
    }
  };
  const run = async () => {
    try {
      if (!document.hidden) {
        await action();
      }
    } finally {
      plan();
    }
  };
  onMounted(plan);
  onWillUnmount(() => {
    isThere = false;
    browser.clearTimeout(timer);
  });
}
