package io.github.sessionstate.openfire.host;

import java.util.List;

/** What it takes to follow TCP connections from their accept: of one network library or the other. */
public interface TcpAccept {
    /** What can be done with connections of this library besides, or cannot. */
    List<Capability<?>> more();
}
