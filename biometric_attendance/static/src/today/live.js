import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";

export const CHANNEL = "biometric_attendance.today";
export const EVACUATION = "biometric_attendance.evacuation";
// How often everything is read anew: with the bus, and without.
const CONNECTED_MILLISECONDS = 60_000;
const ALONE_MILLISECONDS = 30_000;
// What comes while the server answers, or sooner than this, is read together.
const PAUSE_MILLISECONDS = 1000;

/**
 * Keep a screen up to date by messages, and by reading all of it now and then.
 *
 * Hidden pages read nothing; they do when they are looked at again.
 *
 * @param {Object} options
 * @param {(ids: number[]) => Promise} options.readChanges re-reads some people
 * @param {() => Promise} options.readAll re-reads everything
 * @param {string[]} [options.types] the types of the messages that matter
 */
export function useLive({readChanges, readAll, types = [CHANNEL]}) {
  const bus = useService("bus_service");
  const waiting = new Set();
  let isWanted = false;
  let isEverybody = false;
  let isReading = false;
  let lastAll = Date.now();
  let timers = [];

  const isConnected = () => bus.workerState === "CONNECTED";

  async function read() {
    const all = isEverybody;
    const ids = [...waiting];
    waiting.clear();
    isEverybody = isWanted = false;
    if (all) {
      lastAll = Date.now();
      await readAll();
    } else {
      await readChanges(ids);
    }
  }

  /** Read what is waiting; whatever comes meanwhile is read after a pause. */
  async function flush() {
    if (isReading || document.hidden) {
      return;
    }
    isReading = true;
    try {
      await read();
    } finally {
      timers.push(
        browser.setTimeout(() => {
          timers = [];
          isReading = false;
          if (isWanted) {
            flush();
          }
        }, PAUSE_MILLISECONDS),
      );
    }
  }

  function want(ids, everybody) {
    isWanted = true;
    isEverybody = isEverybody || everybody;
    for (const id of ids) {
      waiting.add(id);
    }
    return flush();
  }

  const onMessage = ({employees = [], everybody = false}) => want(employees, everybody);

  function onTick() {
    const pause = isConnected() ? CONNECTED_MILLISECONDS : ALONE_MILLISECONDS;
    if (Date.now() - lastAll >= pause) {
      want([], true);
    }
  }

  const onVisible = () => !document.hidden && (isWanted ? flush() : onTick());

  // The bus knows a listener by its function: each type needs its own.
  const listeners = new Map(
    types.map((type) => [type, (message) => onMessage(message)]),
  );
  let interval;
  onMounted(() => {
    types.forEach((type) => bus.subscribe(type, listeners.get(type)));
    bus.addChannel(CHANNEL);
    interval = browser.setInterval(onTick, ALONE_MILLISECONDS);
    document.addEventListener("visibilitychange", onVisible);
  });
  onWillUnmount(() => {
    types.forEach((type) => bus.unsubscribe(type, listeners.get(type)));
    bus.deleteChannel(CHANNEL);
    browser.clearInterval(interval);
    timers.forEach((timer) => browser.clearTimeout(timer));
    document.removeEventListener("visibilitychange", onVisible);
  });
}
