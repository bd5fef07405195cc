import { facts, text } from './texts.js';
import { html } from './ui.js';

/**
 * What a cell of a column shows of a session: the text, and if need be a tooltip, a time, and classes. What came from a
 * client is text here and stays text: no function makes markup of it.
 */
const CELLS = {
    full_jid: who,
    type: session => ({ text: session.type, className: `ss-type-${session.type}` }),
    presence,
    client: session => ({ text: session.client ?? text('value.none'), title: session.client,
        className: `ss-client${session.client === null ? ' ss-partial' : ''}` }),
    user_agent: device,
    conn: connection,
    since: session => time(session.since),
    idle_since: idle,
};

// What a cell needs beside its own property.
const BESIDE = { presence: ['show', 'status'], idle_since: ['idle_since_known'] };

const COLUMNS = new Map(facts.columns.map(column => [column.key, column]));

/** What the page asks the server for, to show these columns. */
export function fieldsFor(columns) {
    return [...new Set(['id', 'full_jid', 'username', 'host', 'resource', 'type', 'conn', 'detached', 'seeded',
        'administrator', ...columns.flatMap(key => [key, ...BESIDE[key] ?? []])])];
}

/** What the cell of this column shows. */
export function cell(key, session) {
    if (session[key] === undefined) {
        // A column that was just chosen: the rows that are shown do not have it yet.
        return { text: '' };
    }
    if (CELLS[key] !== undefined) {
        return CELLS[key](session);
    }
    const value = session[key];
    if (typeof value === 'boolean') {
        return { text: value ? '\u2713' : '\u2013', label: text(value ? 'value.yes' : 'value.no'),
            className: value ? 'ss-yes' : 'ss-no' };
    }
    const number = COLUMNS.get(key).number ? ' ss-number' : '';
    return value === null
        ? { text: text('value.none'), className: `ss-partial${number}` }
        : { text: String(value), title: String(value), className: number === '' ? 'ss-jid-part' : number };
}

/** The content of a cell. */
export function Content({ of }) {
    if (of.time !== undefined) {
        return html`<time datetime=${of.time} title=${of.time}>${of.text}</time>`;
    }
    if (of.label !== undefined) {
        // A sign for the eye, a word for the ear.
        return html`<span aria-hidden="true">${of.text}</span><span class="ss-unseen">${of.label}</span>`;
    }
    return of.text;
}

/** The session in a few words, for labels. */
export function nameOf(session) {
    return `${who(session).text} (${connection(session).text})`;
}

// Before the bind there is no full JID; what the session has of it says more than nothing.
function who(session) {
    const title = session.seeded ? text('value.seeded') : '';
    if (session.full_jid !== null) {
        return { text: session.full_jid, title: title || session.full_jid, className: 'ss-jid' };
    }
    const parts = [session.username, session.host].filter(part => part !== null);
    return { text: parts.length === 0 ? text('value.none') : parts.join('@'), title, className: 'ss-jid ss-partial' };
}

function presence(session) {
    if (session.show === null) {
        return { text: text('value.none'), className: 'ss-partial' };
    }
    const shown = [session.show, session.status].filter(part => part).join(': ');
    // Of one that is long only this much is told.
    return { text: shown, title: session.presence ?? shown, className: 'ss-presence' };
}

function device({ user_agent: agent }) {
    const parts = [agent?.software, agent?.device].filter(part => part);
    return parts.length === 0 ? { text: text('value.none'), className: 'ss-partial' }
        : { text: parts.join(', '), title: [...parts, agent.id].filter(part => part).join(', '),
            className: 'ss-client' };
}

function connection(session) {
    const conn = session.conn;
    if (conn === null) {
        return { text: session.detached ? text('value.detached') : text('value.none'), className: 'ss-partial' };
    }
    const ip = conn.ip ?? '?';
    const address = ip.includes(':') ? `[${ip}]` : ip;
    const protection = conn.secure ? conn.tls ?? text('value.secure') : text('value.plain');
    const transport = conn.transport === 'tcp' ? [] : [conn.transport];
    const details = [conn.transport, protection, conn.cipher, conn.compressed ? text('value.compressed') : null];
    return { text: [`${address}:${conn.port ?? '?'}`, ...transport, protection].join(', '),
        title: details.filter(detail => detail).join(', '), className: 'ss-address' };
}

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** A moment as a person reads it, in the zone of who reads it. */
export function time(iso) {
    if (iso === null) {
        return { text: text('value.none'), className: 'ss-partial' };
    }
    const date = new Date(iso);
    const today = date.toDateString() === new Date().toDateString();
    return { text: (today ? TIME : DATE).format(date), time: iso, title: iso, className: 'ss-time' };
}

// No later than this, if the plugin was not there when it was.
function idle(session) {
    const cell = time(session.idle_since);
    return session.idle_since_known === false ? { ...cell, text: `\u2248 ${cell.text}` } : cell;
}

/** A moment, with the exact one to be had by pointing at it. */
export function Time({ iso }) {
    return html`<${Content} of=${time(iso)}/>`;
}

/** Now, as the page shows times. */
export function clock() {
    return TIME.format(new Date());
}
