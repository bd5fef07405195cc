import { columnsOf, isOrder, namesOf, remembered } from './columns.js';
import { groupingOf } from './group.js';
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

/** The parameters of the address that say what a view is. */
export function parametersOf({ filter, order, group, place, details, columns }) {
    return { q: filter, sort: order, group, from: nameOf(place), session: details ?? '', columns: namesOf(columns) };
}
