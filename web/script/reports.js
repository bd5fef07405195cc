import { detailsLink, failedLoginsLink } from './link.js';
import { hookName } from './notices.js';
import { text, textOr, visible } from './texts.js';
import { duration, time, Time } from './times.js';
import { html } from './ui.js';

/** The oldest row waits for a second or two while the database is well. */
const LATE_SECONDS = 10;

/** How many there are of all kinds together. */
export function total(counts) {
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/**
 * A table with a caption; folded up where there is nothing to see, and one line then says so. What is in it is text,
 * whoever it came from.
 *
 * @param nothing what that line says; null if there is something to see
 */
export function Report({ id, caption, nothing = null, headings, children }) {
    return html`
        <details class="ss-report" open=${nothing === null}>
        <summary><h2>${caption}</h2>${nothing !== null && html`${' '}<span class="ss-nothing">${nothing}</span>`}</summary>
        <table id=${id} class="jive-table ss-facts" aria-label=${caption}>
        <thead><tr>${headings.map(heading => html`<th key=${heading} scope="col">${heading}</th>`)}</tr></thead>
        <tbody>${children}</tbody>
        </table>
        </details>`;
}

/** Where the plugin is installed in Openfire, and how that goes. */
export function HookReport({ hooks }) {
    const areFine = hooks.every(hook => hook.state === 'installed' && hook.failures.count === 0);
    return html`
        <${Report} id="ss-hooks" caption=${text('health.hooks')}
            nothing=${areFine ? text('health.hooks.fine', hooks.length) : null}
            headings=${[text('health.hook'), text('health.state'), text('health.detail'), text('health.meaning')]}>
        ${hooks.map(hook => html`
            <tr key=${hook.name} data-hook=${hook.name}>
            <th scope="row">${hookName(hook)}</th>
            <td data-state=${hook.state}>${textOr(`health.state.${hook.state}`, hook.state)}</td>
            <td class="ss-detail">${hook.detail ?? ''}<${FailureList} failures=${hook.failures}/></td>
            <td>${textOr(`health.hook.${hook.name}`, '')}</td>
            </tr>`)}
        <//>`;
}

/** What went wrong in a hook that is in place all the same. */
function FailureList({ failures }) {
    return failures.count > 0 && html`
        <div>${text('health.failures', failures.count.toLocaleString(), time(failures.last_at), failures.last)}</div>
        <ul>${Object.entries(failures.kinds).map(([kind, count]) => html`
            <li key=${kind}>${kind}: ${count.toLocaleString()}</li>`)}</ul>`;
}

/** What the plugin cannot do with this Openfire, and then what it can. */
export function CapabilityReport({ capabilities }) {
    return html`
        <${Report} id="ss-capabilities" caption=${text('health.capabilities')}
            nothing=${capabilities.every(({ offered }) => offered)
                ? text('health.capabilities.fine', capabilities.length) : null}
            headings=${[text('health.capability'), text('health.state'), text('health.detail'), text('health.lost')]}>
        ${[...capabilities].sort((one, other) => one.offered - other.offered).map(({ name, offered, lost, missing }) => html`
            <tr key=${name} data-capability=${name}>
            <th scope="row">${textOr(`capability.${name}`, name)}</th>
            <td data-offered=${String(offered)}>${text(offered ? 'health.offered' : 'health.not_offered')}</td>
            <td class="ss-detail">${missing ?? ''}</td>
            <td>${textOr(`capability.${name}.lost`, lost ?? '')}</td>
            </tr>`)}
        <//>`;
}

/** What was counted, by kind. */
export function CountReport({ id, caption, kind, counts, isBad, name, meaning }) {
    return html`
        <${Report} id=${id} caption=${caption} nothing=${total(counts) === 0 ? text('health.nothing') : null}
            headings=${[kind, text('health.count'), text('health.meaning')]}>
        ${Object.entries(counts).map(([key, count]) => html`
            <tr key=${key} data-kind=${key}>
            <th scope="row">${name(key)}</th>
            <td class="ss-number" data-bad=${String(isBad === true && count > 0)}>${count.toLocaleString()}</td>
            <td>${meaning(key)}</td>
            </tr>`)}
        <//>`;
}

/** What the history keeps, by the settings. */
export function keptBy(settings) {
    const value = name => settings.find(setting => setting.name === `plugin.sessionstate.history.${name}`)?.value;
    const hasSessions = value('session-days') > 0;
    const hasLogins = value('login-days') > 0;
    if (!hasSessions && !hasLogins) {
        return value('count-days') > 0 ? 'counts_only' : 'off';
    }
    return value('counts-only') ? 'counts_only' : hasSessions && hasLogins ? 'everything'
        : hasSessions ? 'sessions' : 'logins';
}

/** Whether all that happens gets into the history, and in time. */
export function isHistoryFine({ dropped, lag }) {
    return dropped === 0 && lag <= LATE_SECONDS;
}

/** How writing the history goes. */
export function HistoryReport({ history, kept }) {
    const { queued_rows: queued, written, dropped, lag, last_error: error, last_error_at: errorAt } = history;
    const rows = [['kept', text(`health.history.${kept}`)], ['queued_rows', queued.toLocaleString()],
        ['written', written.toLocaleString()], ['dropped', dropped.toLocaleString(), dropped > 0],
        ['lag', duration(lag), lag > LATE_SECONDS],
        ...error === null ? [] : [['last_error', `${time(errorAt)}: ${error}`]]];
    const fine = kept === 'off' ? text('health.history.off') : text('health.history.fine', written.toLocaleString());
    return html`
        <${Report} id="ss-history" caption=${text('health.history')} nothing=${isHistoryFine(history) ? fine : null}
            headings=${[text('health.history.fact'), text('health.history.value'), text('health.meaning')]}>
        ${rows.map(([name, value, isBad]) => html`
            <tr key=${name} data-kind=${name}>
            <th scope="row">${text(`health.history.${name}`)}</th>
            <td class="ss-detail" data-bad=${String(isBad === true)}>${value}</td>
            <td>${text(`health.history.${name}.meaning`)}</td>
            </tr>`)}
        <//>`;
}

/** The users and addresses with which many logins failed lately, each with the way to these. */
export function FailureReport({ failures }) {
    return html`
        <${Report} id="ss-failures" caption=${text('health.many')}
            nothing=${failures.length === 0 ? text('health.nothing') : null}
            headings=${[text('health.many.who'), text('health.many.attempts'), text('health.since'),
                text('health.many.last')]}>
        ${failures.map(({ username, ip, attempts, since, last_at: lastAt }) => html`
            <tr key=${JSON.stringify([username, ip])}>
            <th scope="row" class="ss-detail"><a href=${failedLoginsLink(username, ip)}>${username === null
                ? text('health.many.ip', ip) : text('health.many.username', visible(username))}</a></th>
            <td class="ss-number">${attempts.toLocaleString()}</td>
            <td><${Time} iso=${since}/></td>
            <td><${Time} iso=${lastAt}/></td>
            </tr>`)}
        <//>`;
}

/** Current reconnect wars. */
export function WarReport({ wars }) {
    return html`
        <${Report} id="ss-wars" caption=${text('health.wars')} nothing=${wars.length === 0 ? text('health.nothing') : null}
            headings=${[text('health.war'), text('health.since'), text('health.until')]}>
        ${wars.map(war => html`
            <tr key=${war.full_jid}>
            <th scope="row" class="ss-detail">${visible(war.full_jid)}</th>
            <td><${Time} iso=${war.since}/></td>
            <td><${Time} iso=${war.until}/></td>
            </tr>`)}
        <//>`;
}

/** The latest policy decisions: who bound, which policy decided, and the outcome. */
export function DecisionReport({ decisions }) {
    return html`
        <${Report} id="ss-latest" caption=${text('health.latest')}
            nothing=${decisions.length === 0 ? text('health.nothing') : null}
            headings=${[text('health.war'), text('health.when'), text('health.decision'), text('health.outcome'),
                text('health.policy'), text('health.from')]}>
        ${decisions.map(({ at, kind, full_jid: jid, policy, outcome, closed, session_id: id, ip }) => html`
            <tr key=${`${at} ${id} ${kind}`} data-session=${id}>
            <th scope="row" class="ss-detail"><a href=${detailsLink(id)}>${visible(jid)}</a></th>
            <td><${Time} iso=${at}/></td>
            <td>${textOr(`health.decision.${kind}`, kind)}</td>
            <td>${textOr(`health.outcome.${outcome}`, outcome)}${closed > 0 && ` (${closed.toLocaleString()})`}</td>
            <td>${textOr(`settings.choice.${policy}`, policy)} <code>${policy}</code></td>
            <td class="ss-detail">${ip ?? ''}</td>
            </tr>`)}
        <//>`;
}
