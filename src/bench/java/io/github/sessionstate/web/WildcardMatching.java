package io.github.sessionstate.web;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The filter {@code resource:*xxx…x*} against a resource that nearly matches at every place: half as many x as the
 * resource has characters, and that with a y behind each of their first halves. Must grow as the length does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WildcardMatching {
    /** Characters of the resource. */
    @Param({"225", "450", "900", "1800"})
    public int length;

    private Wildcard wildcard;
    private String resource;

    /** Makes the filter and the resource. */
    @Setup
    public void make() {
        int sought = length / 2;
        wildcard = new Wildcard("*" + "x".repeat(sought) + "*");
        String nearly = "x".repeat(sought - 1) + "y";
        resource = nearly.repeat(2);
    }

    /** One session that does not match. */
    @Benchmark
    public boolean match() {
        return wildcard.matches(resource);
    }
}
