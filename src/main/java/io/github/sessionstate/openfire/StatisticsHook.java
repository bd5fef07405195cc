package io.github.sessionstate.openfire;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import org.jivesoftware.openfire.stats.Statistic;
import org.jivesoftware.openfire.stats.StatisticsManager;

import io.github.sessionstate.openfire.console.ConsoleTexts;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.session.SessionCounts;

/**
 * Tells the host how many sessions there are in which state, for whoever draws its statistics. Only counts of the
 * moment: the host's rates begin anew whenever anybody reads them.
 */
final class StatisticsHook extends Hook {
    private static final String PREFIX = "sessionstate_";

    private final Supplier<SessionCounts> counts;
    private final List<Count> statistics;

    /** @param counts gives the current counts */
    StatisticsHook(Supplier<SessionCounts> counts) {
        super("statistics");
        this.counts = counts;
        this.statistics = Stream.of(new Count("total", SessionCounts::total),
                new Count("notopen", SessionCounts::notopen), new Count("c2s_unauthed", SessionCounts::c2sUnauthed),
                new Count("c2s_unbound", SessionCounts::c2sUnbound), new Count("connected", SessionCounts::connected),
                new Count("available", SessionCounts::available), new Count("interested", SessionCounts::interested),
                new Count("detached", SessionCounts::detached)).toList();
    }

    @Override
    protected void install() {
        statistics.forEach(statistic -> StatisticsManager.getInstance().addStatistic(statistic.key(), statistic));
    }

    @Override
    protected void uninstall() {
        statistics.stream().filter(StatisticsHook::isKnown)
                .forEach(statistic -> StatisticsManager.getInstance().removeStatistic(statistic.key()));
    }

    @Override
    protected boolean isInPlace() {
        return statistics.stream().allMatch(StatisticsHook::isKnown);
    }

    private static boolean isKnown(Count statistic) {
        return StatisticsManager.getInstance().getStatistic(statistic.key()) == statistic;
    }

    /** One number, in the words of the page's tiles. */
    private final class Count implements Statistic {
        private final String name;
        private final ToIntFunction<SessionCounts> count;

        private Count(String name, ToIntFunction<SessionCounts> count) {
            this.name = name;
            this.count = count;
        }

        private String key() {
            return PREFIX + name;
        }

        @Override
        public String getName() {
            return "Session State: " + ConsoleTexts.translated("tile." + name);
        }

        @Override
        public Type getStatType() {
            return Type.count;
        }

        @Override
        public String getDescription() {
            return ConsoleTexts.translated(name.equals("total") ? "sidebar.sessionstate-sessions.description"
                    : "state." + name + ".meaning");
        }

        @Override
        public String getUnits() {
            return ConsoleTexts.translated("group.sessions");
        }

        @Override
        public double sample() {
            return count.applyAsInt(counts.get());
        }

        @Override
        public boolean isPartialSample() {
            // Of this node alone.
            return true;
        }
    }
}
