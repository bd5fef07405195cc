import { List, Lock } from './icons.js';
import { facts, text, textOr, visible } from './texts.js';
import { Elapsed, Time } from './times.js';
import { html } from './ui.js';

/**
 * What a cell of a column shows of a session, and if need be a tooltip and classes. What came from a client is text here
 * and stays text: no function makes markup of it.
 */
const CELLS = {
    username: session => pressed(name(session.username, jidOf(session))),
    // The same with one stop less for the Tab key.
    resource: session => pressed(name(session.resource), -1),
    full_jid: session => entry(session.full_jid),
    state,
    priority,
    show: presence,
    // Versions stand at the end.
    client: session => name(session.client),
    user_agent: device,
    conn: connection,
    since: session => ({ content: html`<${Elapsed} since=${session.since}/>`, className: 'ss-number' }),
    idle_since: idle,
    resumable_until: ({ resumable_until: until }) => ({ content: until && html`<${Time} iso=${until}/>` }),
    stanzas_in: session => count(session.stanzas_in),
    stanzas_out: session => count(session.stanzas_out),
};

// What a cell needs beside its own property; conn is drawn of what it is made of.
const CONN = ['ip', 'port', 'transport', 'secure', 'tls'];
const BESIDE = { state: ['interested'], priority: ['show', 'routed_priority'], show: ['status'], idle_since: ['idle_since_known'] };

const COLUMNS = new Map(facts.columns.map(column => [column.key, column]));

// So much of a long name is shown at its end: names made by programs often differ there alone.
const TAIL = 6;
// One that is no longer is cut at its end, if at all.
const SHORT = 14;
const LETTERS = new Intl.Segmenter();

const SHORT_TRANSPORTS = { websocket: 'ws' };

// From so much on a count is told by what it is of these.
const EXACT_BELOW = 10_000;
const MULTIPLES = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']];
const ROUGH = new Intl.NumberFormat(document.getElementById('sessionstate').lang, { maximumSignificantDigits: 3 });

/**
 * What the page asks the server for, to show these columns. Who is an administrator is asked for with each row although
 * only dialogs tell it: they must as soon as they open, and Openfire has the list of them in memory.
 */
export function fieldsFor(columns) {
    return [...new Set(['id', 'username', 'host', 'resource', 'state', 'administrator', 'since', ...CONN,
        ...columns.flatMap(needs)])];
}

function needs(key) {
    return key === 'conn' ? CONN : [key, ...BESIDE[key] ?? []];
}

/** What the cell of this column shows. */
export function cell(key, session) {
    if (needs(key).some(property => session[property] === undefined)) {
        // A column that was just chosen: the rows that are shown do not have it yet.
        return { content: '' };
    }
    if (CELLS[key] !== undefined) {
        return CELLS[key](session);
    }
    const value = session[key];
    if (typeof value === 'boolean') {
        // A sign for the eye, a word for the ear.
        return { content: html`<span aria-hidden="true">${value ? '\u2713' : '\u2013'}</span>
            <span class="ss-unseen">${text(value ? 'value.yes' : 'value.no')}</span>`,
            className: value ? 'ss-yes' : 'ss-no' };
    }
    const shown = typeof value === 'string' ? visible(value) : value ?? '';
    return { content: shown, title: shown, className: COLUMNS.get(key).number ? 'ss-number' : 'ss-text' };
}

/** What is known of the session's JID: all of it once a resource is bound; null for nothing. */
export function jidOf({ username, host, resource }) {
    const bare = [username, host].filter(part => part !== null).join('@');
    return bare === '' ? null : resource === null ? bare : `${bare}/${resource}`;
}

/** The JID; where nobody has logged in, how far the session has come. */
export function whose(session) {
    const { state: stage } = session;
    return isStranger(session) ? textOr(`state.${stage}`, stage) : visible(jidOf(session));
}

function isStranger({ username, resource }) {
    return username === null && resource === null;
}

/** Where the session is connected from, and how that is protected, in words. */
export function addressOf(session) {
    const { state: stage, ip, port, transport } = session;
    if (stage === 'detached') {
        return text('value.detached');
    }
    const known = ip ?? '?';
    return [port === null ? known : `${known.includes(':') ? `[${known}]` : known}:${port}`,
        ...transport === 'tcp' ? [] : [transport], protection(session)].join(', ');
}

/** The session in a few words, for labels. */
export function nameOf(session) {
    return `${whose(session)} (${addressOf(session)})`;
}

/** The session in a list of many: by its address as well where nobody has logged in. */
export function shortNameOf(session) {
    return isStranger(session) ? nameOf(session) : whose(session);
}

/** Text that is cut in its middle where there is no room for it. */
export function Cut({ of }) {
    const letters = [...LETTERS.segment(of)].map(letter => letter.segment);
    if (letters.length <= SHORT) {
        return of;
    }
    return html`<span class="ss-cut"><span>${letters.slice(0, -TAIL).join('')}</span><span>${
        letters.slice(-TAIL).join('')}</span></span>`;
}

function name(value, title = value) {
    return value === null ? { content: '' }
        : { content: html`<${Cut} of=${visible(value)}/>`, title: visible(title), className: 'ss-name' };
}

/** A name that opens the details. */
export function entry(of) {
    return pressed(name(of));
}

/** The cell as a button that opens the details. */
function pressed(of, tabIndex = 0) {
    return { ...of, content: of.content === '' ? '' : html`<button type="button" class="ss-press ss-jid"
        data-press="details" tabindex=${tabIndex}>${of.content}</button>` };
}

function state(session) {
    const { state: stage, interested } = session;
    const shown = { content: html`<span class="ss-stage" data-state=${stage}>${textOr(`state.${stage}`, stage)}</span>${' '}
        ${interested && html`<${List} label=${text('state.interested')}/>`}`,
        title: [textOr(`state.${stage}.meaning`, ''), interested ? text('state.interested.meaning') : '']
            .filter(part => part).join('\n') };
    return isStranger(session) ? pressed(shown) : shown;
}

// Where Openfire reads another one from the same presence, it routes by that.
function priority({ show, priority: own, routed_priority: routed }) {
    const isOther = show !== null && routed !== null && routed !== own;
    return { content: show === null ? '' : isOther ? `${own} (${routed})` : own,
        title: isOther ? text('value.routed', own, routed) : '', className: 'ss-number' };
}

function presence({ show, status: said }) {
    if (show === null) {
        return { content: '' };
    }
    const status = said && visible(said);
    const word = textOr(`show.${show}`, show);
    return { content: html`<span class="ss-dot" data-show=${show}></span>${status
        ? html`<span class="ss-unseen">${word}: </span>${status}` : word}`,
        title: status ? `${word}: ${status}` : word, className: 'ss-text' };
}

function device({ user_agent: agent }) {
    const parts = [agent?.software, agent?.device].filter(part => part).map(visible);
    return { content: parts.join(', '), title: [...parts, agent?.id].filter(part => part).join(', '),
        className: 'ss-text' };
}

function connection(session) {
    const { state: stage, ip, transport, secure } = session;
    const isDetached = stage === 'detached';
    if (isDetached && ip === null) {
        return { content: '' };
    }
    return { content: html`${!isDetached && html`<${Lock} isShut=${secure}
        label=${text(secure ? 'value.secure' : 'value.plain')}/>`}${ip === null ? '?' : html`
        <button type="button" class="ss-press" data-press="address" aria-label=${text('find.address', ip)}><${Cut}
            of=${ip}/></button>`}${
        transport !== 'tcp' && html`${' '}<span class="ss-transport">${SHORT_TRANSPORTS[transport] ?? transport}</span>`}`,
        title: isDetached ? text('value.last_address', ip, transport)
            : [addressOf(session), transport === 'tcp' ? 'tcp' : null].filter(part => part).join(', '),
        className: isDetached ? 'ss-address ss-left' : 'ss-address' };
}

/** How the connection of a session, or a connection, is protected, in words. */
export function protection({ transport, secure, tls }) {
    // Of TCP connections the server knows what was negotiated, once it was.
    const isNegotiating = transport === 'tcp' && tls === null;
    return !secure ? text('value.plain') : tls ?? text(isNegotiating ? 'value.handshake' : 'value.secure');
}

// No later than this, if the plugin was not there when it was.
function idle(session) {
    return { content: html`<${Elapsed} since=${session.idle_since} isLeast=${session.idle_since_known === false}/>`,
        className: 'ss-number' };
}

function count(number) {
    const [size, sign] = number < EXACT_BELOW ? [1, ''] : MULTIPLES.find(([least]) => number >= least);
    return { content: size === 1 ? String(number) : ROUGH.format(number / size) + sign, title: number.toLocaleString(),
        className: 'ss-number' };
}
