// What this device keeps: sealed (AES-GCM) under a key that the server gives to the person signed in, until the session
// ends. Without the key, what waits stays whole and unreadable; it leaves once its person is back.
(() => {
  "use strict";
  const BASE = "clauses-terrain";
  const promised = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  let opening;
  const base = () => {
    opening ??= new Promise((done, failed) => {
      const request = indexedDB.open(BASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("meta");
        request.result.createObjectStore("kept");
        request.result.createObjectStore("queue", { keyPath: "id", autoIncrement: true });
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return opening;
  };
  const store = async (name, mode = "readonly") => (await base()).transaction(name, mode).objectStore(name);
  const read = async (name, key) => promised((await store(name)).get(key));
  const all = async (name) => promised((await store(name)).getAll());
  const put = async (name, value, key) => promised((await store(name, "readwrite")).put(value, key));
  const drop = async (name, key) => promised((await store(name, "readwrite")).delete(key));

  const key = () => [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const text = new TextEncoder(), back = new TextDecoder();

  // { user, until, secret: CryptoKey, former: [CryptoKey] }, and the proof of requests while the network is there. The
  // secret seals; what a former one sealed, before the installation changed its own, it still opens.
  let held = null;
  let proof = "";

  const lock = async () => {
    held = null;
    proof = "";
    await drop("meta", "key");
  };
  const unlocked = async () => {
    held ??= (await read("meta", "key")) ?? null;
    if (held && new Date(held.until) <= new Date()) await lock();
    return held;
  };
  const seal = async (value) => {
    const { user, secret } = await unlocked() ?? {};
    if (!secret) throw new Error("locked");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const about = text.encode(String(user));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: about }, secret, text.encode(JSON.stringify(value)));
    return { user, iv, sealed };
  };
  const unseal = async (row) => {
    const { user, secret, former = [] } = await unlocked() ?? {};
    if (!secret || !row || row.user !== user) return null;
    const how = { name: "AES-GCM", iv: row.iv, additionalData: text.encode(String(user)) };
    for (const one of [secret, ...former]) {
      const opened = await crypto.subtle.decrypt(how, one, row.sealed).catch(() => null);
      if (opened) return JSON.parse(back.decode(opened));
    }
    throw new Error("unreadable");
  };

  // "here" (signed in, key held), "away" (no network) or "out" (the session is over: locked).
  const greet = async () => {
    let device = await read("meta", "device");
    if (!device) await put("meta", (device = key()), "device");
    let answer;
    try {
      answer = await fetch(`/api/site/device/${device}`, { headers: { Accept: "application/json" } });
    } catch {
      return "away";
    }
    if (answer.status === 401 || answer.status === 403) {
      await lock();
      return "out";
    }
    if (!answer.ok) return "away";
    const told = await answer.json();
    const imported = (hexadecimal, uses) => crypto.subtle.importKey("raw", Uint8Array.from(hexadecimal.match(/../g), (two) => parseInt(two, 16)), "AES-GCM", false, uses);
    const secret = await imported(told.key, ["encrypt", "decrypt"]);
    const former = await Promise.all(told.former_keys.map((one) => imported(one, ["decrypt"])));
    const before = await read("kept", "today");
    if (before && before.user !== told.user) await drop("kept", "today");
    held = { user: told.user, until: told.until, secret, former };
    proof = told.proof;
    await put("meta", held, "key");
    return "here";
  };

  const refresh = async () => {
    const answer = await fetch("/api/site/today");
    if (answer.ok) await put("kept", await seal({ at: new Date().toISOString(), ...(await answer.json()) }), "today");
  };
  const today = async () => unseal(await read("kept", "today")).catch(() => null); // unreadable: as if not received

  // An entry is { path, body, label }; its key is made once, and goes with it however often it is sent.
  const queue = async (entry, id) => {
    const sealed = await seal(entry);
    const row = { ...sealed, key: entry.key, state: "waiting", said: "" };
    await put("queue", id ? { id, ...row } : row);
    tell();
  };
  // What no key opens is told by its number alone, « unreadable »: it stops nothing of the others.
  const mine = async () => {
    const rows = await all("queue"), who = await unlocked();
    const entries = [];
    for (const row of rows) {
      if (!who || row.user !== who.user) continue;
      const { id, state, said, code } = row;
      entries.push(await unseal(row).then((entry) => ({ id, state, said, code, ...entry }), () => ({ id, state: "unreadable" })));
    }
    return entries;
  };
  const forgetEntry = async (id) => {
    await drop("queue", id);
    tell();
  };
  const count = async () => promised((await store("queue")).count());
  const tell = async () => document.dispatchEvent(new CustomEvent("clauses:queue", { detail: await count() }));

  const mark = async (id, changes) => {
    const row = await read("queue", id);
    if (row) await put("queue", { ...row, ...changes });
  };

  // One at a time, in the order in which they were entered, in one tab at a time. What is refused is kept and shown.
  const flush = () => navigator.locks.request("clauses-queue", async () => {
    for (const entry of await mine()) {
      if (entry.state !== "waiting") continue;
      let answer;
      try {
        answer = await fetch(entry.path, {
          method: "POST",
          headers: { "Content-Type": "application/json", "Idempotency-Key": entry.key, "X-CSRF-Token": proof },
          body: JSON.stringify(entry.body),
        });
      } catch {
        return "away";
      }
      if (answer.ok) {
        await drop("queue", entry.id);
      } else if (answer.status === 401) {
        await lock();
        return "out";
      } else if (answer.status >= 500 || answer.status === 429) {
        return "away";
      } else {
        const told = await answer.json().catch(() => ({}));
        if (told.code === "csrf" || told.code === "conflict") return "away"; // the session turned, or two tabs met: again later
        await mark(entry.id, { state: "refused", said: told.message ?? "L'envoi a été refusé.", code: told.code ?? "" });
      }
      await tell();
    }
    await tell();
    return "here";
  });

  // After the last entry has left: nothing of this person stays. What another person has not sent stays, sealed.
  const leave = async () => {
    const who = await unlocked();
    await lock();
    await drop("kept", "today");
    const rows = await all("queue");
    if (rows.some((row) => !who || row.user !== who.user)) return;
    (await base()).close();
    opening = undefined;
    await promised(indexedDB.deleteDatabase(BASE));
  };

  const used = async () => (await indexedDB.databases?.() ?? []).some((one) => one.name === BASE);

  window.clausesDevice = { greet, refresh, today, queue, mine, flush, forgetEntry, mark, count, leave, lock, unlocked, used, key, tell };

  // On every page: how many entries wait, and no leaving before they are gone.
  const show = (waiting) => {
    for (const place of document.querySelectorAll("[data-waiting]")) {
      place.hidden = !waiting;
      place.textContent = waiting === 1 ? "1 envoi en attente" : `${waiting} envois en attente`;
    }
  };
  document.addEventListener("clauses:queue", (event) => show(event.detail));
  used().then((there) => there && tell()).catch(() => null);

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.leave") || form.dataset.gone) return;
    event.preventDefault();
    try {
      if (await used()) {
        if ((await count()) && (await greet()) === "here") await flush();
        const who = await unlocked();
        const left = (await all("queue")).filter((row) => who && row.user === who.user).length;
        if (left) {
          location.assign("/suivi/terrain#envois");
          return;
        }
        await leave();
      }
    } catch {
      // A browser that keeps nothing (a private window) holds nobody back.
    }
    form.dataset.gone = "oui";
    form.submit();
  });
})();
