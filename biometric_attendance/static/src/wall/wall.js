/**
 * A wall display: fetches what its secret address shows, and draws it. It is a page of its
 * own, without Odoo's web client.
 */
(function () {
  const INTERVAL_MILLISECONDS = 5000;
  const ARROWS = {in: "→", out: "←", break_out: "☕", break_in: "☕"};
  const address = `${window.location.pathname.replace(/\/$/, "")}/data`;
  const find = (id) => document.getElementById(id);
  let zone = "UTC";

  const timeOf = (seconds) =>
    new Date(seconds * 1000).toLocaleTimeString([], {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: zone,
    });

  /** Replace a list by rows of texts: never by markup, names are what people typed. */
  function fill(list, rows) {
    list.replaceChildren(
      ...rows.map((texts) => {
        const item = document.createElement("li");
        item.append(
          ...texts.map((text) => {
            const part = document.createElement("span");
            part.textContent = text;
            return part;
          }),
        );
        return item;
      }),
    );
  }

  function draw(data) {
    zone = data.tz;
    for (const name of ["in", "not_in_yet", "visitors"]) {
      find(name).textContent = data[name];
    }
    fill(
      find("punches"),
      data.punches.map(({instant, direction, device, name}) => [
        timeOf(instant),
        ARROWS[direction] || "•",
        name === "" ? "?" : name || "",
        device,
      ]),
    );
    find("names").hidden = !data.people;
    fill(
      find("people"),
      (data.people || []).map(({name, since}) => [name, timeOf(since)]),
    );
  }

  /** Forget what was shown: the address may have been taken back. */
  function clear() {
    draw({tz: zone, in: "–", not_in_yet: "–", visitors: "–", punches: []});
  }

  function complain(text) {
    find("trouble").textContent = text;
    find("trouble").hidden = !text;
  }

  /** Fetch and draw; return whether there is any use in doing so again. */
  async function refresh() {
    // The browser sends the ETag of its copy, and uses that if nothing changed.
    const response = await fetch(address, {cache: "no-cache", credentials: "omit"});
    if (response.ok) {
      draw(await response.json());
    } else if (response.status === 404) {
      clear();
      complain(find("trouble").dataset.revoked);
      return false;
    }
    complain(response.ok ? "" : find("trouble").dataset.lost);
    return true;
  }

  async function follow() {
    let goOn = true;
    try {
      goOn = await refresh();
    } catch {
      complain(find("trouble").dataset.lost);
    }
    if (goOn) {
      setTimeout(follow, INTERVAL_MILLISECONDS);
    }
  }

  function tick() {
    find("clock").textContent = timeOf(Date.now() / 1000);
    setTimeout(tick, 1000);
  }

  follow();
  tick();
})();
