package io.github.sessionstate.web;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.sessionstate.session.SessionRegistry;

/**
 * Finds a page of users. Without a filter it is read from the registry's index and costs what the page has; else each
 * session is looked at once.
 */
final class UserSearch {
    // With the slash behind it, as which the registry's index has it.
    private static final Reading.Kept<String> JID = Reading.kept((session, state) ->
            state.fullJid() == null ? null : state.fullJid().substring(0, state.fullJid().indexOf('/') + 1));

    private final SessionRegistry registry;
    private final RunningServices services;
    private final UsersQuery query;
    // One more than the page, which tells where the next one begins.
    private final int wanted;

    private UserSearch(RunningServices services, UsersQuery query) {
        this.registry = services.sessions();
        this.services = services;
        this.query = query;
        this.wanted = query.limit() + 1;
    }

    /**
     * A page.
     *
     * @param users the page, in order, with the one more, if there is one, that the next one begins with
     * @param total how many users match in all
     */
    record Page(List<UserView> users, int total) {
    }

    static Page run(RunningServices services, UsersQuery query) {
        UserSearch search = new UserSearch(services, query);
        return query.filter().isEmpty() ? search.indexed() : search.searched();
    }

    private Page indexed() {
        List<UserView> users = views(registry.usersInOrderOfJid(query.from(), query.isDescending()));
        // The counter may run a moment behind what was just read.
        return new Page(users, Math.max(Math.min(users.size(), query.limit()), registry.userCount()));
    }

    private List<UserView> views(Stream<String> jids) {
        return jids.map(jid -> registry.byBareJid(jid).map(user -> new UserView(jid, user)))
                .flatMap(Optional::stream).filter(user -> !user.isEmpty()).limit(wanted).toList();
    }

    private record Found(List<String> jids, int total) {
    }

    private Page searched() {
        FilterTerm term = services.knownTerms().known(query.filter().text(), query.filter().term());
        Found found = SessionScan.run(services, term, this::found);
        return new Page(views(found.jids().stream().map(jid -> jid.substring(0, jid.length() - 1))), found.total());
    }

    private Found found(SessionScan scan) {
        KeptColumn<String> jids = scan.snapshot().column(JID);
        Comparator<String> order = query.isDescending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        String from = query.from() == null ? null : query.from() + '/';
        Firsts<String> first = new Firsts<>(wanted, order);
        boolean[] seen = new boolean[jids.numbersEnd()];
        int total = 0;
        for (int place : scan.matches()) {
            int number = jids.numberAt(place);
            if (number == KeptColumn.NONE || seen[number]) {
                continue;
            }
            seen[number] = true;
            total++;
            String jid = jids.value(number);
            if ((from == null || order.compare(jid, from) >= 0)
                    && (first.last() == null || order.compare(jid, first.last()) < 0)) {
                first.add(jid);
            }
        }
        return new Found(first.list(), total);
    }
}
