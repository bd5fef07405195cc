import * as api from './api.js';
import { fieldsFor } from './cells.js';
import { text } from './texts.js';

// So many ids a question may name.
const MAX_IDS = 100;
const FIELDS = fieldsFor([]).join(',');

// Without a resource there is nobody to address it to.
const OF_RESOURCES = ['message', 'ping'];

/** Whether this can be done to the session. */
export function isFor(action, session) {
    return session.resource !== null || !OF_RESOURCES.includes(action);
}

/** To how many of the sessions that match it can be done, by action. */
export function countsOf({ total, connected }) {
    return { close: total, message: connected };
}

/**
 * All to whom it can be done of those that the filter gives at this moment, on whatever page.
 *
 * @param limit how many at least are loaded, if there are as many
 * @returns { sessions, total, leftOut, all }: how many they are, to how many more it cannot be done, how many sessions
 *          there are
 */
export async function matching(action, { filter, order }, limit) {
    const sessions = [];
    let answer = { next: null };
    // An answer may hold fewer than were asked for, and then says where the others begin.
    do {
        answer = await api.sessions({ q: filter, sort: order, fields: FIELDS, limit, from: answer.next });
        sessions.push(...answer.sessions.filter(session => isFor(action, session)));
    } while (answer.next !== null && sessions.length < limit);
    const total = countsOf(answer)[action];
    return { sessions, total, leftOut: answer.total - total, all: answer.counts.total };
}

/** The same of those that are selected. Whose a session is may have changed since it was on the page. */
export async function selected(action, chosen) {
    const sessions = new Map(chosen);
    const ids = [...sessions.keys()];
    let all;
    for (let i = 0; i < ids.length; i += MAX_IDS) {
        const answer = await api.sessions({ id: ids.slice(i, i + MAX_IDS).join(','), fields: FIELDS });
        answer.sessions.forEach(session => sessions.set(session.id, session));
        all = answer.counts.total;
    }
    const wanted = [...sessions.values()].filter(session => isFor(action, session));
    return { sessions: wanted, total: wanted.length, leftOut: sessions.size - wanted.length, all };
}

/** What to say of those to whom it is not done. */
export function notesOn({ total, leftOut }, bound) {
    return [
        total > bound && text('command.bound', total.toLocaleString(), bound.toLocaleString()),
        leftOut === 1 && text('command.left_out.one'),
        leftOut > 1 && text('command.left_out.many', leftOut.toLocaleString()),
    ].filter(note => note !== false);
}
