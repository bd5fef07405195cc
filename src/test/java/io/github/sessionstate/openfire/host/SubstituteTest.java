package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.reflect.Method;

import org.jivesoftware.openfire.RoutingTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** {@link Substitute}, and {@link SubstituteRoutes} in the place of a routing table. */
class SubstituteTest {
    private static final JID JOHN = new JID("john@example.org/desk");

    private final RoutingTable hosts = mock(RoutingTable.class);
    private final Owner owner = new Owner();
    private HostField<RoutingTable> field;

    /** An object of the host's. */
    private static final class Owner {
        private RoutingTable routes;
    }

    @BeforeEach
    void place() throws NotOfferedException {
        owner.routes = hosts;
        field = new HostLookup().field(Owner.class, "routes");
    }

    @Test
    void takesThePlaceAndLeavesIt() {
        RoutingTable ours = mock(RoutingTable.class);
        Substitute<RoutingTable> substitute = new Substitute<>(field, owner, ours);
        assertThat(owner.routes).isSameAs(ours);
        assertThat(substitute.isInPlace()).isTrue();

        substitute.leave();

        assertThat(owner.routes).isSameAs(hosts);
        assertThat(substitute.isInPlace()).isFalse();
    }

    @Test
    void whoTookThePlaceMeanwhileKeepsIt() {
        Substitute<RoutingTable> substitute = new Substitute<>(field, owner, mock(RoutingTable.class));
        RoutingTable others = mock(RoutingTable.class);
        owner.routes = others;

        assertThat(substitute.isInPlace()).isFalse();
        substitute.leave();

        assertThat(owner.routes).isSameAs(others);
    }

    @Test
    void whatItDoesNotAnswerTheHostsOwnDoes() {
        RoutingTable ours = new SubstituteRoutes(hosts) {
            @Override
            public Object invoke(Object proxy, Method question, Object[] arguments) throws Throwable {
                return question.getName().equals("hasClientRoute") || ask(question, arguments) == null;
            }
        }.asTable();
        when(hosts.isLocalRoute(JOHN)).thenReturn(true);
        when(hosts.hasServerRoute(any())).thenThrow(new IllegalStateException("of the host"));

        assertThat(ours.hasClientRoute(JOHN)).isTrue();
        assertThat(ours.isLocalRoute(JOHN)).isFalse();
        assertThatThrownBy(() -> ours.hasServerRoute(null)).isInstanceOf(IllegalStateException.class)
                .hasMessage("of the host");
        assertThat(SubstituteRoutes.isAskedBy("getSession")).as("asked by a test").isFalse();
    }
}
