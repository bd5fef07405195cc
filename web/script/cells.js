import { text } from './texts.js';

/**
 * What a cell of a column shows of a session: the text, and if need be a tooltip, a time, and classes. What came from a
 * client is text here and stays text: no function makes markup of it.
 */
const CELLS = {
    full_jid: who,
    type: session => ({ text: session.type, className: `ss-type-${session.type}` }),
    notopen: session => truth(session.notopen),
    connected: session => truth(session.connected),
    available: session => truth(session.available),
    interested: session => truth(session.interested),
    presence,
    roster_size: session => (session.roster_size === null
        ? { text: text('value.none'), className: 'ss-number ss-partial' }
        : { text: session.roster_size, className: 'ss-number' }),
    priority: session => ({ text: session.priority, className: 'ss-number' }),
    conn: connection,
    since: session => time(session.since),
    idle_since: session => time(session.idle_since),
};

/** What the page asks the server for, to show these columns. */
export function fieldsFor(columns) {
    return ['id', 'username', 'host', 'resource', 'detached', 'seeded', ...columns];
}

/** What the cell of this column shows. */
export function cell(column, session) {
    return (CELLS[column] ?? (s => ({ text: s[column] ?? '' })))(session);
}

/** The session in a few words, for labels. */
export function nameOf(session) {
    return `${who(session).text} (${connection(session).text})`;
}

function truth(value) {
    return { text: value ? '\u2713' : '\u2013', label: text(value ? 'value.yes' : 'value.no'),
        className: value ? 'ss-yes' : 'ss-no' };
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
    if (session.presence === null) {
        return { text: text('value.none'), className: 'ss-partial' };
    }
    const root = parse(session.presence);
    if (root === null) {
        return { text: session.presence, title: session.presence, className: 'ss-presence' };
    }
    const child = name => [...root.children]
        .find(element => element.localName === name && element.namespaceURI === root.namespaceURI)?.textContent.trim();
    const shown = [child('show') || 'available', child('status')].filter(part => part);
    return { text: shown.join(': '), title: session.presence, className: 'ss-presence' };
}

// The root element, or null if it cannot be had. Parsed as XML, nothing in it is run or loaded.
function parse(xml) {
    try {
        const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
        return root.localName === 'presence' ? root : null;
    } catch {
        // A policy that asks for trusted types refuses even this; then the XML is shown as it is.
        return null;
    }
}

function connection(session) {
    const conn = session.conn;
    if (conn === null) {
        return { text: session.detached ? text('value.detached') : text('value.none'), className: 'ss-partial' };
    }
    const ip = conn.ip ?? '?';
    const address = ip.includes(':') ? `[${ip}]` : ip;
    const protection = conn.secure ? conn.tls ?? text('value.secure') : text('value.plain');
    const details = [conn.transport, protection, conn.cipher, conn.compressed ? text('value.compressed') : null];
    return { text: `${address}:${conn.port ?? '?'}, ${protection}`,
        title: details.filter(detail => detail).join(', '), className: 'ss-address' };
}

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

function time(iso) {
    if (iso === null) {
        return { text: text('value.none') };
    }
    const date = new Date(iso);
    const today = date.toDateString() === new Date().toDateString();
    return { text: (today ? TIME : DATE).format(date), time: iso, title: iso, className: 'ss-time' };
}

/** Now, as the page shows times. */
export function clock() {
    return TIME.format(new Date());
}
