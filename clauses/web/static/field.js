// « Sur le terrain »: what is entered is sealed on the device, then sent once, in order, when the network is there.
(() => {
  "use strict";
  const device = window.clausesDevice, { pad, shrunk } = window.clausesPad;
  const $ = (id) => document.getElementById(id);
  const made = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words, ...more });
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let at = null; // the list of the day
  let awaited = []; // those expected of whom nothing is said yet
  let fixing = null; // an entry refused that is being corrected
  let drawn = true; // the pad is empty

  const state = { here: "En ligne", away: "Sans réseau", out: "Session terminée" };
  const show = async (how) => {
    $("reseau").textContent = state[how];
    const open = Boolean(await device.unlocked());
    at = open ? await device.today() : null;
    const kept = await device.mine(); // unsealed once, however much waits
    $("verrou").hidden = open;
    $("outils").hidden = !at;
    if (at) list(kept);
    else for (const form of document.querySelectorAll("[data-form]")) form.reset();
    refusals(kept);
    unreadable(kept);
    await device.tell();
  };

  // Greets the server, sends what waits, reads the list of the day again.
  const meet = async () => {
    let how = await device.greet();
    if (how === "here") {
      how = await device.flush();
      if (how === "here") await device.refresh().catch(() => null);
    }
    await show(how);
  };

  const list = (kept) => {
    const waiting = kept.filter((entry) => entry.state !== "unreadable");
    const expected = waiting.filter((entry) => entry.path === "/api/site/meetings")
      .flatMap((entry) => entry.body.people.filter((one) => one.present).map((one) => ({ id: `${entry.key}:${one.person_id}`, label: `${named(one.person_id)}, ${entry.label}` })));
    const signed = new Set(waiting.filter((entry) => entry.path === "/api/site/signatures")
      .map((entry) => entry.body.attendance_id ? String(entry.body.attendance_id) : `${entry.body.meeting_key}:${entry.body.person_id}`));
    const marked = new Map(waiting.filter((entry) => entry.path.endsWith("/mark")).map((entry) => [Number(entry.path.split("/")[4]), entry.body.present]));
    awaited = (at.expected ?? []).filter((one) => !marked.has(one.id));
    const come = (at.expected ?? []).filter((one) => marked.get(one.id)).map((one) => ({ id: one.id, label: `${one.name}, ${one.label}` }));
    const meetings = awaited.filter((one, place) => awaited.findIndex((other) => other.meeting_id === one.meeting_id) === place);
    const unsigned = [...expected, ...come, ...at.unsigned].filter((one) => !signed.has(String(one.id)));
    const choices = { actions: at.actions, lots: at.lots, missions: at.missions, unsigned, contractors: at.contractors, expected: meetings.map((one) => ({ id: one.meeting_id, label: one.label })), people: at.people.map((one) => ({ id: one.id, label: one.name })) };
    for (const field of document.querySelectorAll("[data-choices]")) {
      const before = field.value;
      field.replaceChildren(...(choices[field.dataset.choices] ?? []).map((one) => made("option", one.label, { value: one.id })));
      if ([...field.options].some((one) => one.value === before)) field.value = before;
    }
    roll();
    document.querySelector("[data-one-action]").hidden = at.actions.length < 2;
    const ticked = new Set(people().map(String));
    $("personnes").replaceChildren(...at.people.map((one) => {
      const line = made("div", "", { className: "form-check" });
      line.append(
        made("input", "", { type: "checkbox", className: "form-check-input", name: "people", value: one.id, id: `personne-${one.id}`, checked: ticked.has(String(one.id)) }),
        made("label", one.name + (one.tested ? "" : " (test non passé)"), { className: "form-check-label", htmlFor: `personne-${one.id}` }),
      );
      return line;
    }));
    $("date-liste").textContent = `Liste reçue le ${new Date(at.at).toLocaleString("fr-FR", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Paris" })}.`;
    const sites = at.missions.map((one) => made("li", one.label));
    const others = at.people.filter((one) => !at.missions.some((mission) => mission.person_id === one.id))
      .map((one) => made("li", one.last_met_on ? `${one.name}, dernière rencontre le ${day(one.last_met_on)}` : `${one.name}, pas encore de rencontre`));
    $("liste").replaceChildren(...sites, ...others);
  };
  // Those expected at the meeting chosen; what was already said of them stays.
  const roll = () => {
    const here = awaited.filter((one) => String(one.meeting_id) === $("attendue").value);
    const before = new Map([...document.querySelectorAll("#attendus select")].map((field) => [field.name, field.value]));
    $("attendus").replaceChildren(...here.map((one) => {
      const line = made("div", "", { className: "field" });
      const field = made("select", "", { className: "form-select", id: `venu-${one.id}`, name: `venu-${one.id}` });
      field.append(...[["", "À dire"], ["oui", "Présent(e)"], ["non", "Absent(e)"]].map(([value, words]) => made("option", words, { value })));
      field.value = before.get(field.name) ?? "";
      line.append(made("label", one.name, { className: "form-label", htmlFor: field.id }), field);
      return line;
    }));
    fit($("venus"), here[0]?.kind ?? "");
  };
  const named = (id) => at.people.find((one) => one.id === Number(id))?.name ?? "Personne";
  const people = () => [...document.querySelectorAll("#personnes input:checked")].map((box) => Number(box.value));
  // The day here: the list may be of yesterday, when the night was spent without network.
  const today = () => {
    const now = new Date();
    const here = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    return here > at.day ? here : at.day;
  };
  const day = (iso) => iso.split("-").reverse().join("/");

  const refusals = (kept) => {
    const refused = kept.filter((entry) => entry.state === "refused");
    $("refus").hidden = !refused.length;
    $("refus").querySelector("ul").replaceChildren(...refused.map((entry) => {
      const card = made("li", "", { className: "card-plain" });
      const acts = made("div", "", { className: "actions" });
      const act = (words, kind, done) => acts.append(made("button", words, { type: "button", className: `btn btn-outline-${kind}`, onclick: done }));
      if (entry.path === "/api/site/meetings") act("Corriger", "secondary", () => correct(entry));
      act("Réessayer", "secondary", async () => {
        await device.mark(entry.id, { state: "waiting", said: "" });
        await meet();
      });
      act("Abandonner", "danger", async () => {
        if (!confirm("Abandonner cet envoi ? Ce qui a été saisi sera effacé de l'appareil.")) return;
        await device.forgetEntry(entry.id);
        await show($("reseau").textContent === state.here ? "here" : "away");
      });
      card.append(made("h3", entry.label), made("p", entry.said), acts);
      return card;
    }));
  };

  // What was sealed under a key that the installation no longer gives: counted, kept, given up by its person alone.
  const unreadable = (kept) => {
    const lost = kept.filter((entry) => entry.state === "unreadable"), said = $("illisibles");
    said.hidden = !lost.length;
    if (!lost.length) return;
    said.querySelector("[data-number]").textContent = lost.length === 1 ? "1 envoi est illisible." : `${lost.length} envois sont illisibles.`;
    said.querySelector("button").onclick = async () => {
      if (!confirm("Abandonner ce qui est illisible ? Ce qui a été saisi sera effacé de l'appareil.")) return;
      for (const entry of lost) await device.forgetEntry(entry.id);
      await show($("reseau").textContent === state.here ? "here" : "away");
    };
  };

  // Only what the kind of meeting, or the manner of signing, asks for.
  const fit = (form, chosen) => {
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(chosen);
  };
  const kinds = { rencontre: "kind", emargement: "manner" };
  const open = (name) => {
    for (const form of document.querySelectorAll("[data-form]")) form.hidden = form.id !== name;
    const form = $(name);
    for (const field of ["held_on", "written_on", "ends_on"]) if (form.elements[field] && !form.elements[field].value) form.elements[field].value = today();
    if (kinds[name]) fit(form, form.elements[kinds[name]].value);
    if (name === "emargement") board.clear();
    form.querySelector("h2").scrollIntoView();
    form.querySelector("select, input").focus();
  };
  const correct = (entry) => {
    fixing = entry;
    const form = $("rencontre"), body = entry.body;
    for (const name of ["kind", "held_on", "place", "tutor", "seen", "lot_id"]) form.elements[name].value = body[name] ?? "";
    form.elements.exception_motive.value = body.people[0].exception_motive ?? "";
    form.elements.tested.checked = Boolean(body.people[0].test_taken_on);
    for (const box of document.querySelectorAll("#personnes input")) box.checked = body.people.some((one) => one.person_id === Number(box.value));
    open("rencontre");
  };

  const value = (form, name) => form.elements[name]?.value.trim() || null;
  const base64 = async (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(blob);
  });

  // What each form says, as the API takes it; a sentence when something lacks.
  const entries = {
    rencontre: async (form) => {
      const kind = value(form, "kind"), held_on = value(form, "held_on"), there = people();
      if (!there.length) return "Cochez au moins une personne.";
      if (kind === "site_visit" && !value(form, "lot_id")) return "Choisissez le marché et le lot de cette visite de chantier.";
      const left = ["what", "who", "due_on"].map((name) => value(form, name));
      if (left.some(Boolean) && !left.every(Boolean)) return "Ce qui reste à faire dit quoi, par qui, et pour quand.";
      const tested = kind === "module" && form.elements.tested.checked ? held_on : null;
      const held = held_on <= today();
      const said = { present: held ? true : null, test_taken_on: held ? tested : null, exception_motive: kind === "motivation" ? value(form, "exception_motive") : null };
      const words = form.elements.kind.selectedOptions[0].textContent;
      const files = kind === "site_visit" ? [...$("photos").files] : [];
      if (files.length > 6) return "Six photos au plus par visite.";
      let photos;
      try {
        photos = await Promise.all(files.map(async (file) => base64(await shrunk(file))));
      } catch {
        return "Une des photos n'est pas une image que cet appareil sait lire. Retirez-la.";
      }
      return {
        photos,
        path: "/api/site/meetings",
        label: `${words} du ${day(held_on)}`,
        body: {
          action_id: Number(value(form, "action")), kind, held_on,
          people: there.map((person_id) => ({ person_id, ...said })),
          tasks: left.every(Boolean) ? [{ what: left[0], who: left[1], due_on: left[2] }] : [],
          place: value(form, "place"), tutor: kind === "site_visit" ? value(form, "tutor") : null, seen: value(form, "seen"),
          lot_id: kind === "site_visit" ? Number(value(form, "lot_id")) : null,
        },
      };
    },
    venus: async (form) => {
      const told = awaited.filter((one) => form.elements[`venu-${one.id}`]?.value);
      if (!told.length) return "Dites qui est venu et qui ne l'est pas, au moins pour une personne.";
      return told.map((one) => {
        const present = form.elements[`venu-${one.id}`].value === "oui";
        const tested = present && one.kind === "module" && form.elements.tested.checked;
        const exception_motive = present && one.kind === "motivation" ? value(form, "exception_motive") : null;
        return { path: `/api/site/attendances/${one.id}/mark`, label: `Présence : ${one.name}, ${one.label}`, body: { present, was: null, tested, exception_motive } };
      });
    },
    "mission-suivie": async (form) => {
      const person = at.people.find((one) => one.id === Number(value(form, "person"))), last = value(form, "last_day");
      if (!person || !value(form, "contractor_id")) return "Dites qui travaille, et chez quelle entreprise.";
      if (last && last < value(form, "starts_on")) return "La mission finit avant de commencer.";
      return {
        path: "/api/site/missions",
        label: `Mission : ${person.name}, ${form.elements.contractor_id.selectedOptions[0].textContent}`,
        body: { action_id: person.action_id, person_id: person.id, contractor_id: Number(value(form, "contractor_id")), starts_on: value(form, "starts_on"), ends_on: last, job: value(form, "job"), tutor: value(form, "tutor") },
      };
    },
    emargement: async (form) => {
      const manner = value(form, "manner"), who = value(form, "attendance");
      if (!who) return "Personne n'attend d'émarger. Enregistrez d'abord la rencontre.";
      const body = { manner, signed_at: new Date().toISOString() };
      if (who.includes(":")) {
        const [key, person] = who.split(":");
        Object.assign(body, { meeting_key: key, person_id: Number(person) });
      } else body.attendance_id = Number(who);
      if (manner === "drawn") {
        if (drawn) return "Le cadre est vide : la personne signe, ou émarge autrement.";
        body.picture = board.picture().split(",")[1];
      } else if (manner === "filed") {
        if (!$("photo").files.length) return "Prenez la feuille signée en photo.";
        body.picture = await base64(await shrunk($("photo").files[0]));
      } else {
        body.reason = value(form, "reason");
        if (!body.reason) return "Dites pourquoi la personne n'a pas signé elle-même.";
        if (manner === "witnessed") {
          Object.assign(body, { first_witness: value(form, "first_witness"), second_witness: value(form, "second_witness") });
          if (!body.first_witness || !body.second_witness || body.first_witness === body.second_witness) return "Écrivez les noms de deux témoins différents.";
        }
      }
      return { path: "/api/site/signatures", label: `Émargement : ${form.elements.attendance.selectedOptions[0].textContent}`, body };
    },
    fiche: async (form) => {
      const names = [...form.elements.task], levels = [...form.elements.level];
      const tasks = names.map((field, row) => ({ task: field.value.trim(), level: levels[row].value })).filter((one) => one.task);
      if (!value(form, "mission")) return "Aucune mission n'est en cours.";
      if (!tasks.length) return "Une fiche dit au moins une tâche.";
      if (value(form, "ends_on") < value(form, "starts_on")) return "La période de la fiche finit avant de commencer. Corrigez l'une des deux dates.";
      return {
        path: `/api/site/missions/${value(form, "mission")}/sheets`,
        label: `Fiche d'activités : ${form.elements.mission.selectedOptions[0].textContent}`,
        body: { starts_on: value(form, "starts_on"), ends_on: value(form, "ends_on"), tasks, tutor_remark: value(form, "tutor_remark"), person_remark: value(form, "person_remark") },
      };
    },
    suivi: async (form) => {
      const person = at.people.find((one) => one.id === Number(value(form, "person")));
      if (!person || !value(form, "situation")) return "Dites de qui est la fiche, et où en est la personne.";
      return {
        path: "/api/site/follow-ups",
        label: `Fiche de suivi : ${person.name}`,
        body: { action_id: person.action_id, person_id: person.id, written_on: value(form, "written_on"), situation: value(form, "situation"), next_steps: value(form, "next_steps") },
      };
    },
  };

  const board = pad(document.querySelector("#emargement canvas"), (empty) => { drawn = empty; });
  $("effacer").addEventListener("click", board.clear);

  document.addEventListener("click", (event) => {
    const name = event.target.closest?.("[data-open]")?.dataset.open;
    if (!name) return;
    fixing = null;
    open(name);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "attendue") roll();
    const form = event.target.closest?.("[data-form]");
    if (form && kinds[form.id] === event.target.name) fit(form, event.target.value);
  });
  document.addEventListener("input", (event) => {
    if (event.target.dataset?.filter !== "personnes") return;
    const words = plain(event.target.value).split(/\s+/);
    for (const line of $("personnes").children) line.hidden = !words.every((word) => plain(line.textContent).includes(word));
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest?.("[data-form]");
    if (!form) return;
    event.preventDefault();
    const wrong = form.querySelector(".field-error"), button = form.querySelector("button.btn-primary");
    button.disabled = true;
    try {
      const entry = await entries[form.id](form);
      wrong.hidden = typeof entry !== "string";
      if (typeof entry === "string") {
        wrong.textContent = entry;
        return;
      }
      // A correction keeps its key, by which signatures name it, unless that key already stored something else.
      const again = fixing && fixing.code !== "sites.key_reused" ? fixing.key : null;
      let kept = "";
      for (const { photos = [], ...said } of [entry].flat()) {
        const key = again ?? device.key();
        await device.queue({ ...said, key }, fixing?.id);
        fixing = null;
        // The meeting is kept whatever becomes of its photographs: sent again, it would be there twice.
        for (const picture of photos) {
          const photo = { path: "/api/site/photos", label: `Photo : ${said.label}`, key: device.key(), body: { meeting_key: key, picture } };
          await device.queue(photo).catch(() => { kept = " Une photo n'a pas tenu sur l'appareil : ajoutez-la en ligne."; });
        }
      }
      form.reset();
      form.hidden = true;
      $("fait").hidden = false;
      $("fait").textContent = `${[entry].flat().map((one) => one.label).join(" ; ")} : enregistré sur l'appareil.${kept}`;
      await meet();
    } catch (error) {
      wrong.hidden = false;
      wrong.textContent = error.message === "locked" ? "La session est terminée : reconnectez-vous, puis enregistrez à nouveau." : "L'appareil n'a pas pu garder cette saisie. Notez-la sur papier.";
    } finally {
      button.disabled = false;
    }
  });

  document.addEventListener("clauses:queue", (event) => {
    const waiting = event.detail, said = $("envois");
    said.textContent = !waiting ? "Aucun envoi en attente." : waiting === 1 ? "1 envoi en attente." : `${waiting} envois en attente.`;
    said.classList.toggle("said-warn", Boolean(waiting));
  });
  addEventListener("online", meet);
  addEventListener("offline", () => show("away"));
  addEventListener("unhandledrejection", () => { $("reseau").textContent = "L'appareil refuse de garder des données : travaillez en ligne."; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) meet(); });
  // What waits is tried again by itself: a network that hesitates tells nobody that it is back. The end of the session locks.
  setInterval(async () => {
    if (!at) return;
    if (!(await device.unlocked())) await show("out");
    else if ((await device.mine()).some((entry) => entry.state === "waiting")) await meet();
  }, 10_000);

  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/suivi/terrain.js", { scope: "/suivi/" });
  meet();
})();
