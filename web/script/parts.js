import { wordOf } from './causes.js';
import { cell, protection } from './cells.js';
import { facts, text, textOr, visible } from './texts.js';
import { Time } from './times.js';
import { html } from './ui.js';
import { indented } from './xml.js';

const FEATURES = ['stream_management', 'resumable', 'inactive', 'carbons', 'language'];
// Told of elsewhere, or not meant for reading.
const NOT_PROPERTIES = ['connected', 'available', 'roster', 'conn', 'transport', 'ip', 'port', 'secure', 'tls', 'cipher',
    'compressed', ...FEATURES, 'presence', 'administrator'];
// Here there is room for all of it.
const WHOLE = {
    since: since => html`<${Time} iso=${since}/>`,
    idle_since: since => html`<${Time} iso=${since}/>`,
    stanzas_in: number => number.toLocaleString(),
    stanzas_out: number => number.toLocaleString(),
    username: visibleOrNothing,
    resource: visibleOrNothing,
    full_jid: visibleOrNothing,
};
// Of these moments there are words for what the server tells beside them.
const MOMENTS = {
    destroyed: cause => wordOf({ cause }),
    presence: show => textOr(`show.${show}`, visible(show)),
};
const PREDICATES = ['connected', 'available', 'interested'];

// In the table these can be pressed.
function visibleOrNothing(name) {
    return name === null ? '' : visible(name);
}

/** What belongs together, below a heading. */
export function Part({ name, children }) {
    return html`<section data-part=${name}><h3>${text(`details.${name}`)}</h3>${children}</section>`;
}

/** Names, each with what stands behind it. */
export function Facts({ rows }) {
    return html`<dl>${rows.map(([key, label, content]) => html`
        <div key=${key} data-fact=${key}><dt>${label}</dt><dd>${content}</dd></div>`)}</dl>`;
}

/** Which of the three predicates hold, and why. */
export function Predicates({ reasons }) {
    return html`
        <${Part} name="predicates">
        <${Facts} rows=${PREDICATES.map(key => {
            const { holds, why, at } = reasons[key];
            return [key, text(`column.${key}`), html`
                <b>${text(holds ? 'value.yes' : 'value.no')}</b>: ${text(`reason.${why}`)}
                ${at !== null && html` (<${Time} iso=${at}/>)`}`];
        })}/>
        <//>`;
}

/** What else is known of it, by the names that programs have for it. */
export function Properties({ session }) {
    const keys = facts.columns.map(column => column.key).filter(key => !NOT_PROPERTIES.includes(key));
    return html`
        <${Part} name="properties">
        <${Facts} rows=${keys.map(key => [key, html`<code title=${text(`column.${key}.description`)}>${key}</code>`,
            WHOLE[key]?.(session[key]) ?? cell(key, session).content])}/>
        <//>`;
}

/** How the client is connected. */
export function Connection({ conn, detached }) {
    const keys = ['transport', 'ip', 'port', 'secure', 'tls', 'cipher', 'compressed']
        .filter(key => conn?.[key] !== null || key === 'tls' && conn.secure);
    return html`
        <${Part} name="connection">
        ${conn === null ? html`<p>${text(detached ? 'value.detached' : 'value.none')}</p>`
            : html`<${Facts} rows=${keys.map(key => [key, html`<code>${key}</code>`,
                key === 'tls' ? protection(conn) : value(conn[key])])}/>`}
        <//>`;
}

/** What the client and Openfire have agreed on. */
export function Features({ session }) {
    return html`
        <${Part} name="host">
        <${Facts} rows=${FEATURES.map(key => [key, text(`host.${key}`), value(session[key])])}/>
        <//>`;
}

/** What is so, in words. */
export function value(fact) {
    return fact === null ? text('value.unknown')
        : typeof fact === 'boolean' ? text(fact ? 'value.yes' : 'value.no') : String(fact);
}

/** The presence as the client sent it. */
export function Presence({ xml, isWhole }) {
    // What is cut is not well-formed.
    return html`
        <${Part} name="presence">
        ${xml === null ? html`<p>${text('value.none')}</p>`
            : html`<pre tabindex="0">${isWhole ? indented(xml) : `${xml}\u2026`}</pre>`}
        <//>`;
}

/** What happened to it so far. */
export function Timeline({ moments, isSeeded }) {
    return html`
        <${Part} name="timeline">
        <ol>${moments.map((moment, index) => html`
            ${moment.left > 0 && html`<li key=${`left-${index}`}>${text('timeline.left', moment.left)}</li>`}
            <li key=${index} data-kind=${moment.kind}><${Time} iso=${moment.at}/> ${wordFor(moment, isSeeded)}${
                moment.detail === null ? '' : `: ${detailOf(moment)}`}</li>`)}
        </ol>
        <//>`;
}

// Of one that was there before the plugin nobody knows when it connected.
function wordFor({ kind }, isSeeded) {
    return kind === 'created' && isSeeded ? text('timeline.seeded') : text(`timeline.${kind}`);
}

function detailOf({ kind, detail }) {
    return MOMENTS[kind]?.(detail) ?? visible(detail);
}

/** All sessions of its user. */
export function UserSessions({ sessions, id, onOpen }) {
    return html`
        <${Part} name="user_sessions">
        ${sessions.length === 0 ? html`<p>${text('value.none')}</p>` : html`
            <ul>${sessions.map(other => html`
                <li key=${other.id} data-id=${other.id}>
                ${other.id === id ? html`<b>${other.full_jid}</b>` : html`<button type="button" class="ss-link"
                    onClick=${() => onOpen(other.id)}>${other.full_jid}</button>`}
                ${` (${other.available ? text('details.priority', other.priority) : text('details.unavailable')})`}
                ${other.top && html` <strong class="ss-first-choice">${text('details.top')}</strong>`}
                </li>`)}
            </ul>`}
        <//>`;
}

/** The contacts of its roster. */
export function Contacts({ contacts, total, isUnreadable }) {
    const missing = text(isUnreadable ? 'details.roster_unreadable' : 'details.no_roster');
    return html`
        <${Part} name="contacts">
        ${contacts === null || contacts.length === 0
            ? html`<p>${contacts === null ? missing : text('value.none')}</p>` : html`
            <table class="jive-table"><thead><tr>
            ${['jid', 'name', 'groups', 'subscription'].map(key => html`<th scope="col" key=${key}>
                ${text(`contact.${key}`)}</th>`)}
            </tr></thead><tbody>
            ${contacts.map(contact => html`
                <tr key=${contact.jid} data-jid=${contact.jid}><td>${contact.jid}</td><td>${contact.name}</td>
                <td>${contact.groups.join(', ')}</td>
                <td>${contact.subscription}${contact.ask ? `, ${text('contact.ask')}` : ''}</td></tr>`)}
            </tbody></table>
            ${total > contacts.length && html`<p>${text('details.more_contacts', total - contacts.length)}</p>`}`}
        <//>`;
}

/** A way to another page of the plugin, and those to the console's own: of the session, if it is there, and of its user. */
export function ConsolePages({ session, isLive, children }) {
    const { username, full_jid: jid } = session;
    const links = [...isLive && jid !== null ? [['session-details', { jid }, text('details.console_session')]] : [],
        ['user-properties', { username }, text('details.console_user')],
        ['user-roster', { username }, text('details.console_roster')]];
    return html`
        <div class="ss-ways">
        <p>${children}</p>
        <p id="ss-details-console">${text('details.console')}${links.map(([path, query, words]) => html`${' '}
            <a key=${path} href=${`/${path}.jsp?${new URLSearchParams(query)}`}>${words}</a>`)}</p>
        </div>`;
}
