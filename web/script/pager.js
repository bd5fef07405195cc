import { keep, recall } from './memory.js';
import { FIRST, following, isFirst, LAST, preceding } from './place.js';
import { text } from './texts.js';
import { html } from './ui.js';

const SIZES = [25, 50, 100, 200];
const DEFAULT_SIZE = 50;
const MEMORY = 'page_size';

/** How many rows a page has for this administrator. */
export function rememberedSize() {
    const size = recall(MEMORY);
    return SIZES.includes(size) ? size : DEFAULT_SIZE;
}

function range({ place, sessions, total }) {
    const all = total.toLocaleString();
    return sessions.length === 0 ? '' : place.offset === null ? text('pages.of', all)
        : text('pages.range', (place.offset + 1).toLocaleString(), (place.offset + sessions.length).toLocaleString(), all);
}

/**
 * Turns the pages of the list.
 *
 * @param answer the one that is shown, with its place; null for none
 */
export function Pager({ answer, size, onTurn, onSize }) {
    const isBeginning = answer === null || isFirst(answer.place);
    const isEnd = (answer?.next ?? null) === null;
    const resize = event => {
        const chosen = Number(event.target.value);
        keep(MEMORY, chosen);
        onSize(chosen);
    };
    return html`
        <nav class="ss-pages" aria-label=${text('pages.label')}>
        <button type="button" id="ss-first" disabled=${isBeginning} onClick=${() => onTurn(FIRST)}>${
            text('pages.first')}</button>
        <button type="button" id="ss-previous" disabled=${isBeginning} onClick=${() => onTurn(preceding(answer))}>${
            text('pages.previous')}</button>
        <button type="button" id="ss-next" disabled=${isEnd} onClick=${() => onTurn(following(answer))}>${
            text('pages.next')}</button>
        <button type="button" id="ss-last" disabled=${isEnd} onClick=${() => onTurn(LAST)}>${
            text('pages.last')}</button>
        <span id="ss-range" role="status">${answer === null ? '' : range(answer)}</span>
        <label class="ss-size">${text('pages.size')}${' '}
        <select id="ss-size" value=${size} onChange=${resize}>
        ${SIZES.map(one => html`<option key=${one} value=${one}>${one}</option>`)}
        </select></label>
        </nav>`;
}
