package io.github.sessionstate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms of the house and what each may touch. A rule on a room that is not built yet holds until it is. */
class ArchitectureTest {
    private static final String ROOT = "io.github.sessionstate";
    private static final String SESSION = ROOT + ".session..";
    private static final String BINDING = ROOT + ".binding..";
    private static final String OPENFIRE = ROOT + ".openfire..";
    private static final String ADDRESS = ROOT + ".address..";
    private static final String DATABASE = ROOT + ".database..";
    private static final String HEALTH = ROOT + ".health..";
    private static final String SETTINGS = ROOT + ".settings..";
    private static final String TOKEN = ROOT + ".token..";
    private static final String HISTORY = ROOT + ".history..";
    private static final String METRICS = ROOT + ".metrics..";
    private static final String WEB = ROOT + ".web..";
    private static final String PROMETHEUS = "io.prometheus..";
    private static final String[] HOST = {"org.jivesoftware..", "io.netty..", "org.apache.mina.."};
    // "" is where primitive types are.
    private static final List<String> JDK_AND_TEXT = List.of("", "java..", "javax.crypto..", "javax.xml..",
            "org.xml.sax..", ROOT + ".text");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        assertThat(classes.contain(ROOT + ".session.XmppSession")).as("the classes were found").isTrue();
    }

    @Test
    void theSessionRoomKnowsNoHostAndNoOtherRoom() {
        check(mayTouch(SESSION, "org.xmpp.packet..", "org.dom4j.."));
    }

    @Test
    void transitionsAreForTheHostsAdapterOnly() {
        check(noClasses().that().resideOutsideOfPackages(ROOT + ".session", OPENFIRE)
                .should().dependOnClassesThat().haveSimpleName("XmppSession"));
    }

    @Test
    void theBindingRoomKnowsTheModelOnly() {
        check(mayTouch(BINDING, SESSION));
    }

    @Test
    void theSettingsRoomKnowsAddressesOnly() {
        check(mayTouch(SETTINGS, ADDRESS));
    }

    @Test
    void theAddressRoomKnowsNothingElse() {
        check(mayTouch(ADDRESS));
    }

    @Test
    void theHealthRoomKnowsNothingElse() {
        check(mayTouch(HEALTH));
    }

    @Test
    void theDatabaseRoomKnowsNothingElse() {
        check(mayTouch(DATABASE));
    }

    @Test
    void theTokenRoomKnowsTheDatabaseOnly() {
        check(mayTouch(TOKEN, ADDRESS, ROOT + ".database"));
    }

    @Test
    void oneClassOfTheTokenRoomMakesStatements() {
        check(noClasses().that().resideInAPackage(TOKEN).and().doNotHaveSimpleName("GrantStore")
                .should().dependOnClassesThat().resideInAPackage("java.sql"));
    }

    @Test
    void theHistoryRoomKnowsTheModelAddressesAndTheDatabase() {
        check(mayTouch(HISTORY, SESSION, ADDRESS, ROOT + ".database", "org.xmpp.packet.."));
    }

    @Test
    void theMetricsRoomKnowsTheModelWhatIsDecidedTheHealthTheHistoryAndPrometheus() {
        check(mayTouch(METRICS, SESSION, BINDING, HEALTH, ROOT + ".history", PROMETHEUS));
    }

    @Test
    void onlyTheMetricsRoomNamesPrometheus() {
        check(noClasses().that().resideOutsideOfPackage(METRICS)
                .should().dependOnClassesThat().resideInAPackage(PROMETHEUS));
    }

    @Test
    void roomsBelowOpenfireKnowWhatTheirTextsSay() {
        checkRoom("host", "session", "settings", "health");
        checkRoom("attempt", "binding", "session");
        checkRoom("tracked", "openfire.host", "openfire.attempt", "session");
        checkRoom("end", "openfire.host", "openfire.tracked", "session");
        checkRoom("tcp", "openfire.host", "openfire.tracked", "openfire.attempt", "session");
        checkRoom("roster", "openfire.host", "openfire.tracked", "session", "settings");
        checkRoom("bind", "openfire.host", "openfire.tracked", "openfire.attempt", "openfire.roster", "binding",
                "session", "settings");
        checkRoom("console", "openfire.host", "openfire.tracked", "session", "settings", "web", "token",
                "history");
        checkRoom("database", "openfire.host", "database", "health");
    }

    @Test
    void anAttemptKnowsNoSessionOfTheHost() {
        check(noClasses().that().resideInAPackage(ROOT + ".openfire.attempt")
                .should().dependOnClassesThat().resideInAPackage("org.jivesoftware.."));
    }

    // A pair of one room may know each other.
    @Test
    void thereAreNoCyclesBetweenClassesButTwoPairs() {
        check(slices().assignedFrom(new ByClass()).should().beFreeOfCycles()
                .ignoreDependency(belongsTo("session.ServerSession"), belongsTo("session.XmppSession"))
                .ignoreDependency(belongsTo("web.AuditText"), belongsTo("web.CommandServlet")));
    }

    @Test
    void eachNetworkLibraryIsNamedInOnePackage() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + ".openfire.tcp.netty")
                .should().dependOnClassesThat().resideInAPackage("io.netty.."));
        check(noClasses().that().resideOutsideOfPackage(ROOT + ".openfire.tcp.mina")
                .should().dependOnClassesThat().resideInAPackage("org.apache.mina.."));
    }

    @Test
    void theWebRoomKnowsServletsJsonCsvTheModelAndTheRoomsThatKnowNoServer() {
        check(mayTouch(WEB, ADDRESS, SESSION, ROOT + ".binding", SETTINGS, HEALTH, METRICS, DATABASE, TOKEN, HISTORY,
                "javax.servlet..", "com.google.gson..", "de.siegmar.fastcsv.."));
    }

    // So that nothing from outside gets into the log as it is.
    @Test
    void onlyTheTextRoomNamesTheLoggingLibrary() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + ".text")
                .should().dependOnClassesThat().resideInAPackage("org.slf4j.."));
        check(mayTouch(ROOT + ".text", "org.slf4j.."));
    }

    @Test
    void onlyTheOpenfireRoomAndTheRootNameTheHost() {
        check(noClasses().that().resideOutsideOfPackages(ROOT, OPENFIRE)
                .should().dependOnClassesThat().resideInAnyPackage(HOST));
    }

    @Test
    void noRoomKnowsTheRoot() {
        check(noClasses().that().resideOutsideOfPackage(ROOT).should().dependOnClassesThat().resideInAPackage(ROOT));
    }

    @Test
    void thereAreNoCyclesBetweenPackages() {
        check(slices().assignedFrom(new ByPackage()).should().beFreeOfCycles());
    }

    // From the sources: the compiler makes no class of a package-info without annotations.
    @Test
    void everyPackageSaysWhatItIsFor() {
        Stream<String> packages = classes.stream().map(JavaClass::getPackageName).distinct();

        assertThat(packages).isNotEmpty().allSatisfy(name ->
                assertThat(Path.of("src/main/java", name.replace('.', '/'), "package-info.java"))
                        .matches(Files::exists, "exists").content().contains("/**"));
    }

    private static ArchRule mayTouch(String room, String... others) {
        String[] allowed = Stream.of(List.of(room), JDK_AND_TEXT, List.of(others)).flatMap(List::stream)
                .toArray(String[]::new);
        return classes().that().resideInAPackage(room).should().onlyDependOnClassesThat().resideInAnyPackage(allowed);
    }

    private static void checkRoom(String room, String... others) {
        String[] allowed = Stream.concat(Stream.of("openfire." + room + "..", "text"), Stream.of(others))
                .map(name -> ROOT + '.' + name).toArray(String[]::new);
        check(noClasses().that().resideInAPackage(ROOT + ".openfire." + room + "..").should().dependOnClassesThat(
                resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed)))));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    /** Each package by itself, the root included. */
    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    private static DescribedPredicate<JavaClass> belongsTo(String name) {
        String outer = ROOT + '.' + name;
        return DescribedPredicate.describe(name, javaClass -> javaClass.getName().split("\\$")[0].equals(outer));
    }

    /** Each class by itself, with the classes within it. */
    private static final class ByClass implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getName();
            return name.startsWith(ROOT) ? SliceIdentifier.of(name.split("\\$")[0]) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "classes";
        }
    }
}
