package io.github.sessionstate.it.demo;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Way;

/**
 * Who a client of the demo is.
 *
 * @param user     the account that it logs in with
 * @param resource the resource that it asks for
 * @param program  what it says that it is
 * @param way      how it connects
 * @param address  where it comes from: on TCP a loopback address, on BOSH any, as a proxy would add it; not used for
 *                 the other ways
 */
record Part(String user, String resource, Program program, Way way, String address) {
    /** What it logs in with. */
    String password() {
        return user.equals("admin") ? "admin" : HostOptions.PASSWORD;
    }
}
