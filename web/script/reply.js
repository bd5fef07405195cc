import * as api from './api.js';
import { whose } from './cells.js';
import { text } from './texts.js';
import { html } from './ui.js';
import { indented } from './xml.js';

/** Sends an iq to a client, or a ping if there is none, and gives its reply, or why there is none; in words as told. */
export async function ask(target, xml) {
    const answer = await api.ask(target.id, xml);
    // Nothing was sent, and may be once more.
    const outcome = answer.outcome === 'busy' ? 'failed' : answer.outcome;
    return { ...answer, outcome, told: told(target, answer, xml === undefined) };
}

function told(target, { outcome, detail, type, millis }, isPing) {
    const isError = type === 'error';
    switch (outcome) {
        case 'answered':
            // Who does not know pings is there all the same (XEP-0199).
            return text(isError ? isPing ? 'ping.error' : 'ask.error' : 'ask.answered', whose(target),
                millis.toLocaleString());
        case 'no_answer':
            return text('ask.no_answer');
        case 'busy':
            return text('ask.busy');
        case 'failed':
            return text('xml.failed.detail', detail);
        default:
            return text(`xml.${outcome}`);
    }
}

/** What a client replied, as it stands; nothing without a reply. */
export function ReplyText({ answer }) {
    const { reply = null, reply_whole: isWhole } = answer ?? {};
    return reply !== null && html`
        <pre class="ss-reply" tabindex="0" role="region" aria-label=${text('ask.reply')}>${
            isWhole ? indented(reply) : `${reply}\u2026`}</pre>`;
}
