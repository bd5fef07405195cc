import { ipTerm, userTerm, whoOf } from './terms.js';
import { facts, text, visible } from './texts.js';
import { Time } from './times.js';
import { html } from './ui.js';

const COLUMNS = ['last_at', 'username', 'failure', 'attempts', 'ip', 'mechanism', 'transport', 'first_at'];
const NUMBER = 'attempts';
const MORE_THAN = 1;

/** Whose failed logins are asked for, and from where: two terms of the filter, each with a field of its own. */
export function LoginFields({ filter, onType, onSubmit, children }) {
    const who = whoOf(filter);
    const put = (key, value) => {
        const { username, ip } = { ...who, [key]: value };
        onType([username && userTerm(username), ip && ipTerm(ip)].filter(term => term !== '').join(' '));
    };
    return html`
        <form id="ss-filter" class="ss-filter" role="search" onSubmit=${event => { event.preventDefault(); onSubmit(); }}>
        ${['username', 'ip'].map(key => html`
            <label key=${key} class="ss-span">${text(`logins.${key}`)}${' '}
            <input type="search" id=${`ss-login-${key}`} maxlength=${facts.max_filter / 2} spellcheck=${false}
                autocapitalize="none" autocomplete="off" value=${who[key]}
                onInput=${event => put(key, event.target.value)}/></label>`)}
        ${children}
        </form>`;
}

/** The logins that failed; those that are alike share a row. */
export function LoginTable({ rows, onFind }) {
    return html`
        <div class="ss-scroll" tabindex="0" role="region" aria-label=${text('history.view.logins')}>
        <table class="jive-table ss-table ss-plain ss-logins"><colgroup>
        ${COLUMNS.map(column => html`<col key=${column} data-column=${column}/>`)}
        </colgroup><thead><tr>
        ${COLUMNS.map(column => html`<th scope="col" key=${column} data-column=${column}
            class=${column === NUMBER ? 'ss-number' : ''}>${text(`logins.${column}`)}</th>`)}
        </tr></thead><tbody id="ss-logins">
        ${rows.map(row => html`
            <tr key=${row.id} data-id=${row.id}>
            ${COLUMNS.map(column => html`<td key=${column} data-column=${column}
                class=${column === NUMBER ? 'ss-number' : 'ss-text'} title=${titleOf(column, row)}>${
                    contentOf(column, row, onFind)}</td>`)}
            </tr>`)}
        </tbody></table>
        </div>`;
}

function titleOf(column, row) {
    return typeof row[column] === 'string' && !column.endsWith('_at') ? visible(row[column]) : '';
}

function contentOf(column, row, onFind) {
    const value = row[column];
    switch (column) {
        case 'last_at':
            return html`<${Time} iso=${value}/>`;
        case 'first_at':
            return row.attempts > MORE_THAN && html`<${Time} iso=${value}/>`;
        case 'username':
            return value === null ? text('logins.nameless') : found(value, userTerm(value), onFind);
        case 'ip':
            return value !== null && found(value, ipTerm(value), onFind);
        default:
            return typeof value === 'string' ? visible(value) : value;
    }
}

// A press finds all that are alike in this.
function found(value, term, onFind) {
    return html`<button type="button" class="ss-press" onClick=${() => onFind(term)}>${visible(value)}</button>`;
}
