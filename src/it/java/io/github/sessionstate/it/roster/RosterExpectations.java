package io.github.sessionstate.it.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.dom4j.Element;

import io.github.sessionstate.it.roster.Resources.Mix;

/** What the resources of a user must have got of roster pushes and answers to subscriptions. */
final class RosterExpectations {
    private RosterExpectations() {
    }

    /** Each interested resource got the first, each available one the second, and nobody anything else. */
    static void expect(Resources user, List<String> interested, List<String> available) throws IOException {
        Map<Mix, List<Element>> news = user.takeNews();
        news.forEach((mix, stanzas) -> {
            List<String> expected = new ArrayList<>(mix.interested ? interested : List.of());
            expected.addAll(mix.available ? available : List.of());
            assertThat(described(stanzas)).as(mix + " of " + user.user()).containsExactlyInAnyOrderElementsOf(expected);
        });
        if (available.isEmpty()) {
            expectSame(user, news);
        }
    }

    /** The interested resources got the same stanzas, each once, and the others none. */
    static void expectSame(Resources user, Map<Mix, List<Element>> news) {
        List<String> same = withoutAddress(user, news.get(Mix.INTERESTED));
        news.forEach((mix, stanzas) -> {
            assertThat(withoutAddress(user, stanzas)).as(mix + " of " + user.user())
                    .isEqualTo(mix.interested ? same : List.of());
            List<Element> pushes = stanzas.stream().filter(Resources::isPush).toList();
            assertThat(pushes).extracting(push -> push.attributeValue("id")).doesNotHaveDuplicates();
            assertThat(pushes).allSatisfy(push -> {
                assertThat(push.attributeValue("to")).isEqualTo(user.bareJid() + "/" + mix);
                assertThat(push.element("query").attributeValue("ver")).isNotEmpty();
            });
        });
    }

    static List<String> withoutAddress(Resources user, List<Element> stanzas) {
        return stanzas.stream().map(stanza -> {
            if (!Resources.isPush(stanza)) {
                assertThat(stanza.attributeValue("to")).isEqualTo(user.bareJid());
            }
            Element copy = stanza.createCopy();
            copy.addAttribute("to", null);
            return copy.asXML();
        }).toList();
    }

    static void expectNothing(Resources... users) throws IOException {
        for (Resources user : users) {
            expect(user, List.of(), List.of());
        }
    }

    static List<String> described(List<Element> stanzas) {
        return stanzas.stream().map(Resources::describe).toList();
    }
}
