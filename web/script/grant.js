import { serverNow } from './api.js';
import { text, visible } from './texts.js';
import { Time } from './times.js';
import { html } from './ui.js';

const HEADINGS = ['token', 'made', 'expires', 'used'];

/** A grant with its tokens, of which the server tells all but the tokens themselves. */
export function GrantSection({ grant, onRotate, onRevoke }) {
    const label = visible(grant.label);
    const id = `ss-grant-${grant.id}`;
    const hasEnded = isOver(grant);
    return html`
        <section class="ss-group ss-grant" data-grant=${grant.id} aria-labelledby=${id}>
        <div class="ss-head">
        <h2 id=${id}>${label}</h2>
        <p class="ss-buttons">
        ${!hasEnded && html`<button type="button" data-action="rotate"
            aria-label=${text('access.rotate.label', label)} onClick=${onRotate}>${text('access.rotate')}</button>`}
        <button type="button" data-action="revoke" aria-label=${text('access.revoke.grant.label', label)}
            onClick=${() => onRevoke(null)}>${text('access.revoke.grant')}</button>
        </p>
        </div>
        <dl>
        ${grant.purpose && html`<div><dt>${text('access.purpose')}</dt><dd>${visible(grant.purpose)}</dd></div>`}
        <div><dt>${text('access.scopes')}</dt><dd>${grant.scopes.join(', ')}</dd></div>
        <div><dt>${text('access.addresses')}</dt><dd>${grant.addresses.length === 0 ? text('access.anywhere')
            : grant.addresses.join(', ')}</dd></div>
        <div><dt>${text('access.made')}</dt><dd><${Time} iso=${grant.created}/></dd></div>
        <div><dt>${text('access.expires')}</dt><dd><${Expiry} of=${grant}/></dd></div>
        </dl>
        ${grant.tokens.length === 0
            ? html`<p class="ss-none">${text(hasEnded ? 'access.over' : 'access.empty')}</p>`
            : html`<${TokenTable} label=${label} tokens=${grant.tokens} onRevoke=${onRevoke}/>`}
        </section>`;
}

function TokenTable({ label, tokens, onRevoke }) {
    return html`
        <table class="jive-table ss-facts ss-tokens" aria-label=${text('access.tokens', label)}>
        <thead><tr>${HEADINGS.map(heading => html`<th key=${heading} scope="col">${text(`access.${heading}`)}</th>`)}
        <th scope="col"><span class="ss-unseen">${text('page.actions')}</span></th></tr></thead>
        <tbody>${tokens.map(token => html`
            <tr key=${token.number} data-token=${token.number}>
            <th scope="row" data-name=${text('access.token')}>${token.number}</th>
            <td data-name=${text('access.made')}><${Time} iso=${token.created}/></td>
            <td data-name=${text('access.expires')}><${Expiry} of=${token}/></td>
            <td data-name=${text('access.used')} data-used>${token.last_used === null ? text('access.never') : html`<${Time} iso=${token.last_used}/> ${
                text('access.from', token.last_address)}`}</td>
            <td><button type="button" data-action="revoke" aria-label=${text('access.revoke.token.label', token.number, label)}
                onClick=${() => onRevoke(token.number)}>${text('access.revoke.token')}</button></td>
            </tr>`)}
        </tbody></table>`;
}

/** Until when a grant or a token counts, marked if that is over. */
function Expiry({ of }) {
    return html`<${Time} iso=${of.expires}/>${isOver(of) && html` <strong class="ss-expired">${
        text('access.expired')}</strong>`}`;
}

function isOver({ expires }) {
    return Date.parse(expires) <= serverNow();
}
