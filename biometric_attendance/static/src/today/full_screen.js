import {onWillUnmount, useExternalListener, useState} from "@odoo/owl";

/**
 * Show an element on the whole screen, until somebody presses Escape.
 *
 * @param {{el: HTMLElement}} ref of the element
 * @returns {{isOn: boolean, isPossible: boolean, enter: Function}} `isOn` is reactive
 */
export function useFullScreen(ref) {
  const state = useState({
    isOn: false,
    isPossible: Boolean(document.fullscreenEnabled),
    enter: () => ref.el.requestFullscreen(),
  });
  useExternalListener(document, "fullscreenchange", () => {
    state.isOn = Boolean(ref.el) && document.fullscreenElement === ref.el;
  });
  onWillUnmount(() => {
    if (state.isOn) {
      document.exitFullscreen();
    }
  });
  return state;
}
