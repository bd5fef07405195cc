import { facts, text, textOr, visible } from './texts.js';
import { html } from './ui.js';

/** So many groups are asked for; what is in the others is counted together. */
export const MAX_GROUPS = 100;

// Their values have words of their own.
const WORDS = ['state', 'show'];

/** A key by which sessions can be grouped; empty for any other. */
export function groupingOf(key) {
    return facts.groupings.includes(key) ? key : '';
}

function nameOf(key) {
    return text(`column.${key}`);
}

function wordOf(key, value) {
    return value === null ? text('group.none') : WORDS.includes(key) ? textOr(`${key}.${value}`, value) : visible(value);
}

/** A filter for what two filters have in common. */
export function narrowed(filter, term) {
    return filter === '' ? term : /\bOR\b/.test(filter) ? `(${filter}) ${term}` : `${filter} ${term}`;
}

/** By what the sessions are counted, instead of being listed. */
export function GroupChooser({ group, onChange }) {
    return html`
        <label class="ss-group-by">${text('group.by')}${' '}
        <select id="ss-group" value=${group} onChange=${event => onChange(event.target.value)}>
        <option value="">${text('group.by.nothing')}</option>
        ${facts.groupings.map(key => html`<option key=${key} value=${key}>${nameOf(key)}</option>`)}
        </select></label>`;
}

/** How many sessions have what in common, the most first. A press on a group gives its sessions. */
export function GroupTable({ group, answer, onPress }) {
    const { groups, group_count: all, others, total } = answer;
    const share = count => html`<td><span class="ss-share" style=${{ width: `${100 * count / total}%` }}></span></td>`;
    const counted = count => html`<td class="ss-number">\u00d7${count.toLocaleString()}</td>`;
    return html`
        <div class="ss-scroll" tabindex="0" role="region" aria-label=${text('group.label', nameOf(group))}>
        <table class="jive-table ss-table ss-groups">
        <thead><tr><th scope="col">${nameOf(group)} (${all.toLocaleString()})</th>
        <th scope="col" class="ss-number">${text('group.sessions')}</th>
        <th scope="col"><span class="ss-unseen">${text('group.share')}</span></th></tr></thead>
        <tbody id="ss-groups">
        ${groups.map(({ value, count, filter }) => html`
            <tr key=${filter} data-value=${value} onClick=${() => onPress(filter)}>
            <td title=${wordOf(group, value)}><button type="button"
                class=${`ss-press ${value === null ? 'ss-no' : ''}`}>${wordOf(group, value)}</button></td>
            ${counted(count)}${share(count)}</tr>`)}
        ${others > 0 && html`
            <tr key="" class="ss-others"><td>${text('group.others', (all - groups.length).toLocaleString())}</td>
            ${counted(others)}${share(others)}</tr>`}
        </tbody>
        </table>
        </div>`;
}
