import { columnsOf, isOrder, namesOf, remembered } from './columns.js';
import { groupingOf } from './group.js';
import { linkWith } from './link.js';
import { FIRST, LAST, nameOf, placeAt } from './place.js';

/** What the address says of the view: it can be bookmarked, sent, and comes back with a reload or after a login. */
export function viewOfAddress() {
    const address = new URL(location.href).searchParams;
    const order = address.get('sort') ?? '';
    const from = address.get('from');
    return {
        typed: address.get('q') ?? '',
        order: isOrder(order) ? order : '',
        group: groupingOf(address.get('group')),
        place: from === null ? FIRST : from === nameOf(LAST) ? LAST : placeAt(from, history.state?.offset ?? null),
        details: address.get('session'),
        columns: columnsOf(address.get('columns') ?? '') ?? remembered(),
    };
}

/**
 * Puts a view into the address.
 *
 * @param step what led there, as far as somebody wants to go back: 'press', 'typing', or null for nothing
 */
export function putIntoAddress({ filter, order, group, place, details, columns }, step) {
    const address = linkWith({ q: filter, sort: order, group, from: nameOf(place), session: details ?? '',
        columns: namesOf(columns) });
    const isOther = address.href !== location.href;
    const isTyped = history.state?.isTyped ?? false;
    // What is typed without a break is one step.
    const isStep = isOther && (step === 'press' || step === 'typing' && !isTyped);
    const state = { offset: place.offset, isTyped: isOther && step === 'typing' || isTyped && step !== 'press' };
    if (isStep) {
        history.pushState(state, '', address);
    } else if (isOther || JSON.stringify(state) !== JSON.stringify(history.state)) {
        history.replaceState(state, '', address);
    }
}
