import { text, textOr } from './texts.js';
import { html } from './ui.js';

/** The counts that are shown, and the filter that gives the sessions that they count. */
export const TILES = {
    total: '',
    notopen: 'notopen:yes',
    c2s_unauthed: 'type:c2s_unauthed',
    c2s_unbound: 'type:c2s_unbound',
    connected: 'connected:yes',
    available: 'available:yes',
    interested: 'interested:yes',
    detached: 'detached:yes',
};

// Of these there are few on a server that is well: somebody may be trying passwords, or a client hangs.
const SUSPECT = ['notopen', 'c2s_unauthed'];

function weightOf(count, number) {
    return number === 0 ? 'ss-zero' : SUSPECT.includes(count) ? 'ss-suspect' : '';
}

/**
 * How many sessions are in which state; a press shows them, once more shows all again. And how many ended lately, on a page
 * of their own.
 */
export function Tiles({ counts, ended, filter, onFilter }) {
    return html`
        <div id="ss-tiles" class="ss-tiles" role="group" aria-label=${text('tile.label')}>
        ${Object.entries(TILES).map(([count, tileFilter]) => html`
            <button type="button" class=${`ss-tile ${weightOf(count, counts?.[count] ?? 0)}`} key=${count}
                data-count=${count}
                title=${textOr(`state.${count}.meaning`, '')} aria-pressed=${String(tileFilter === filter)}
                onClick=${() => onFilter(tileFilter === filter ? '' : tileFilter)}>
            <span class="ss-tile-number">${counts === null ? '\u2013' : counts[count].toLocaleString()}</span>${' '}
            <span class="ss-tile-name">${text(`tile.${count}`)}</span></button>`)}
        <a id="ss-ended" class="ss-tile" href="ended" title=${text('ended.intro')}>
        <span class="ss-tile-number">${ended === null ? '\u2013' : ended.toLocaleString()}</span>${' '}
        <span class="ss-tile-name">${text('tile.ended')}</span></a>
        </div>`;
}
