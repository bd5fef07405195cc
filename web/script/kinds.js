import { text } from './texts.js';
import { html } from './ui.js';

const CAUSES = {
    client: ['closed_by_client', 'resumed'],
    lost: ['connection_lost', 'detach_expired', 'idle'],
    decided: ['closed_by_admin', 'account_changed', 'limit', 'replaced'],
    error: ['auth_failed', 'stream_error', 'tls_failed'],
};

/** The kinds of causes for which sessions end, from the usual one to the rare ones, as drawings tell them apart. */
export const KINDS = [...Object.keys(CAUSES), 'server'];

/** Of which kind a cause is; that of none, for a session that goes on, is 'open'. */
export function kindOf(cause) {
    return cause === null ? 'open' : KINDS.find(kind => CAUSES[kind]?.includes(cause)) ?? 'server';
}

/** What the colours and patterns of a drawing mean, each with what else is to say of it. */
export function Legend({ entries }) {
    return html`
        <ul class="ss-legend">${entries.map(([kind, words, number]) => html`
            <li key=${kind}><span class="ss-swatch" data-end=${kind}></span>${words}${
                number !== undefined && html`${' '}<b>${number.toLocaleString()}</b>`}</li>`)}
        </ul>`;
}

/** The words for a kind. */
export function wordOfKind(kind) {
    return text(`kind.${kind}`);
}
