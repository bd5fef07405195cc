package io.github.sessionstate.openfire.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.health.BindReport;

/** What the console shows of an arbiter. */
public final class ArbiterReport implements BindReport {
    private final BindArbiter arbiter;

    public ArbiterReport(BindArbiter arbiter) {
        this.arbiter = arbiter;
    }

    @Override
    public Map<String, Long> decisions() {
        Map<String, Long> decisions = new LinkedHashMap<>();
        for (BindEvent.Kind kind : BindEvent.Kind.values()) {
            decisions.put(kind.toString(), arbiter.events().count(kind));
        }
        return decisions;
    }

    @Override
    public List<War> wars() {
        return arbiter.wars().stream().map(war -> new War(war.fullJid(), war.since(), war.until())).toList();
    }
}
