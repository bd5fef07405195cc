import { html } from './ui.js';

/** A lock, shut or open; says which in words to those who do not see it. */
export function Lock({ isShut, label }) {
    return html`
        <svg class=${`ss-icon ss-lock-${isShut ? 'shut' : 'open'}`} role="img" aria-label=${label} viewBox="0 0 10 11">
        <rect x="1" y="5" width="8" height="5.2" rx="1"/>
        <path d=${isShut ? 'M2.8 5V3.2a2.2 2.2 0 0 1 4.4 0V5' : 'M2.8 5V3.2a2.2 2.2 0 0 1 4.2-.9'}/>
        </svg>`;
}

/** A list, as of contacts. */
export function List({ label }) {
    return html`
        <svg class="ss-icon ss-list" role="img" aria-label=${label} viewBox="0 0 10 9">
        <path d="M0 1h1.5M0 4.5h1.5M0 8h1.5M3.5 1H10M3.5 4.5H10M3.5 8H10"/>
        </svg>`;
}
