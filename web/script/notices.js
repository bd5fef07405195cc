import { text, textOr, visible } from './texts.js';
import { exactTime, time } from './times.js';
import { html } from './ui.js';

const WRONG = ['waiting', 'failed', 'taken_over', 'unavailable'];

/** The word for a hook of the plugin. */
export function hookName(hook) {
    return textOr(`hook.${hook.name}`, hook.name);
}

/** Whether the page is live; if it is not, with a way to log in, or to try again at once. */
export function LiveLine({ live, message, needsLogin, onRetry }) {
    return html`
        <p class="ss-live"><span id="ss-live" role="status">${message}</span>${' '}
        ${needsLogin && html`<a id="ss-login" href=${location.href}>${text('live.login')}</a>${' '}`}
        ${live === 'off' && html`<button type="button" id="ss-retry" class="ss-link" onClick=${onRetry}>${
            text('live.retry')}</button>`}</p>`;
}

/** One line that tells which of the plugin's hooks into the host do not work; empty if all do. */
export function HookLine({ hooks }) {
    return html`
        <p id="ss-hooks" class="ss-hooks" role="status">
        ${hooks !== null && hooks.length === 0 ? text('hooks.none') : ''}
        ${hooks !== null && WRONG.filter(state => hooks.some(hook => hook.state === state)).map(state => html`
            <span key=${state} data-state=${state}>${text(`hooks.${state}`, hooks
                .filter(hook => hook.state === state)
                .map(hook => hookName(hook) + (hook.detail === null ? '' : ` (${hook.detail})`)).join(', '))}</span>`)}
        </p>`;
}

/** A line for each reconnect war: clients that kept taking one resource from each other. */
export function WarLines({ wars }) {
    return html`
        <p id="ss-wars" class="ss-notice ss-wars" role="status" hidden=${wars.length === 0}>
        ${wars.map(war => html`<span key=${war.full_jid} title=${exactTime(war.until)}>${text('wars.one',
            visible(war.full_jid), time(war.until))}</span>`)}
        </p>`;
}
