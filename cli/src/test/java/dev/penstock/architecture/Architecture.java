package dev.penstock.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The rules, for the packages below one root. The root is a parameter so that every rule can be shown to fail, on
 * classes that break it.
 *
 * @param root {@code dev.penstock}, or the package of the classes that break the rules
 */
record Architecture(String root) {

    private static final List<String> MODULES_BESIDE_CORE = List.of(
            "local",
            "postgresql",
            "aws",
            "simulator",
            "runner",
            "cli",
            "maven",
            "templates",
            "lambda",
            "benchmarks",
            "samples",
            "architecture");

    private static final String SDK = "software.amazon.awssdk..";

    private static final String[] GUICE = {"com.google.inject..", "jakarta.inject.."};

    /** Where {@code core} speaks with registries of metrics that a program may have. */
    private static final String[] METERED = {"..meter.micrometer..", "..meter.opentelemetry.."};

    private static final String[] REGISTRIES = {"io.micrometer..", "io.opentelemetry.."};

    /** What {@code core} may use: the JDK without its databases, and the libraries that its POM names. */
    private static final String[] LIBRARIES_OF_CORE = {
        "java..",
        "javax.crypto..",
        "javax.xml.stream..",
        "tools.jackson..",
        "com.fasterxml.jackson.annotation..",
        "org.snakeyaml..",
        "org.slf4j..",
        "org.jspecify.."
    };

    private static final Set<String> CLOCK_READING_METHODS =
            Set.of("now", "currentTimeMillis", "nanoTime", "systemUTC", "systemDefaultZone", "system", "tickMillis");

    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.time.Year",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.lang.System");

    private static final Set<String> SLEEPERS = Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit");

    ArchRule coreUsesOnlyItsLibraries() {
        return noClasses()
                .that(areInCore())
                .and(resideOutsideWiring())
                .and(not(resideInAnyPackage(METERED)))
                .should()
                .dependOnClassesThat(not(areInCore()).and(not(resideInAnyPackage(LIBRARIES_OF_CORE))))
                .as("core uses the JDK and its own libraries only: no SDK, no Guice, no Docker, no adapter");
    }

    ArchRule coreTalksToNoDatabase() {
        return noClasses()
                .that(areInCore())
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."))
                .as("core talks to no database");
    }

    ArchRule coreReadsNoClockAndDoesNotSleep() {
        return noClasses()
                .that(areInCore())
                .and(not(isWherePortsGetTheirDefaults()))
                .should()
                .accessTargetWhere(readsAClockOrSleeps())
                .as("core gets the time through EngineClock, and never sleeps");
    }

    ArchRule coreHasNoRandomnessOfItsOwn() {
        return noClasses()
                .that(areInCore())
                .and(not(isWherePortsGetTheirDefaults()))
                .should()
                .accessTargetWhere(drawsLots())
                .as("core gets randomness through a port");
    }

    ArchRule coreStartsNoProcessAndOpensNoSocket() {
        return noClasses()
                .that(areInCore())
                .should()
                .dependOnClassesThat(belongToAnyOf(ProcessBuilder.class, Process.class, Runtime.class)
                        .or(resideInAnyPackage("java.net.http..", "com.sun.net.."))
                        .or(belongToAnyOf(java.net.Socket.class, java.net.ServerSocket.class)))
                .as("core starts no process and opens no socket");
    }

    ArchRule corePackagesHaveNoCycles() {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(not(areInCore()), DescribedPredicate.alwaysTrue())
                .ignoreDependency(DescribedPredicate.alwaysTrue(), not(areInCore()))
                .ignoreDependency(areInTheKnot(), areInTheKnot())
                .allowEmptyShould(true)
                .as("the packages of core have no cycles");
    }

    ArchRule adaptersDoNotKnowEachOther() {
        return classes()
                .that(resideInAnyPackage(module("local"), module("aws"), module("postgresql")))
                .should(dependOnOursOnlyWithinOwnModuleAndCore())
                .as("an adapter module knows core and itself");
    }

    ArchRule functionsKnowNoMachine() {
        return noClasses()
                .that(resideInAPackage(module("lambda")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(MODULES_BESIDE_CORE.stream()
                        .filter(name -> !List.of("lambda", "aws", "postgresql", "architecture")
                                .contains(name))
                        .map(this::module)
                        .toArray(String[]::new)))
                .as("functions know core, AWS and the shared journals: no Git, no Docker, no command line");
    }

    ArchRule simulatorKnowsNothingOfOurs() {
        return noClasses()
                .that(resideInAPackage(module("simulator")))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(module("simulator")))))
                .as("the simulator knows nothing of ours");
    }

    ArchRule templatesKnowNothing() {
        return noClasses()
                .that(resideInAPackage(module("templates")))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(module("templates"), "java..", "org.jspecify..")))
                .as("templates depend on nothing");
    }

    ArchRule sdkStaysInAdaptersAndSimulator() {
        return noClasses()
                .that(not(resideInAnyPackage(module("aws"), module("simulator"))))
                .should()
                .dependOnClassesThat(resideInAPackage(SDK))
                .as("SDK types stay in aws-adapters and simulator");
    }

    ArchRule guiceStaysInWiring() {
        return noClasses()
                .that(resideOutsideWiring())
                .should()
                .dependOnClassesThat(resideInAnyPackage(GUICE))
                .as("Guice appears in wiring packages only");
    }

    ArchRule registriesOfMetricsStayInTheirPackages() {
        return noClasses()
                .that(not(resideInAnyPackage(METERED)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(REGISTRIES))
                .as("registries of metrics appear in the packages of their names only");
    }

    ArchRule onlyTheCommandLinePrints() {
        return noClasses()
                .that(not(resideInAPackage(module("cli"))))
                .should()
                .accessTargetWhere(isAStandardStream())
                .as("only the command line prints");
    }

    ArchRule everyPackageIsNullMarked() {
        return classes()
                .that(not(resideInAPackage("java..")))
                .should(resideInANullMarkedPackage())
                .as("every package is null-marked");
    }

    List<ArchRule> all() {
        return List.of(
                coreUsesOnlyItsLibraries(),
                coreTalksToNoDatabase(),
                coreReadsNoClockAndDoesNotSleep(),
                coreHasNoRandomnessOfItsOwn(),
                coreStartsNoProcessAndOpensNoSocket(),
                corePackagesHaveNoCycles(),
                adaptersDoNotKnowEachOther(),
                functionsKnowNoMachine(),
                simulatorKnowsNothingOfOurs(),
                templatesKnowNothing(),
                sdkStaysInAdaptersAndSimulator(),
                guiceStaysInWiring(),
                registriesOfMetricsStayInTheirPackages(),
                onlyTheCommandLinePrints(),
                everyPackageIsNullMarked());
    }

    private String module(String name) {
        return root + "." + name + "..";
    }

    private DescribedPredicate<JavaClass> areInCore() {
        String[] others = MODULES_BESIDE_CORE.stream().map(this::module).toArray(String[]::new);
        return resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(others)))
                .as("are in core");
    }

    /**
     * The one known knot: actions answer with waits and results of the execution, which carries approvals and sightings;
     * and the scope of a call to AWS, which all four speak of, lives with the actions. Nothing may join it.
     */
    private DescribedPredicate<JavaClass> areInTheKnot() {
        return resideInAnyPackage(module("action"), module("execution"), module("observe"), module("secret"));
    }

    private static DescribedPredicate<JavaClass> resideOutsideWiring() {
        return not(resideInAPackage("..wiring.."));
    }

    /** Who embeds the engine gets the machine's clock and randomness unless others are given, and here is where. */
    private DescribedPredicate<JavaClass> isWherePortsGetTheirDefaults() {
        return DescribedPredicate.describe(
                "is where ports get their defaults",
                type -> type.getName().equals(root + ".engine.EngineBuilder")
                        || type.getName().equals(root + ".library.PenstockBuilder"));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClockOrSleeps() {
        return DescribedPredicate.describe("reads a clock or sleeps", access -> {
            String owner = access.getTargetOwner().getName();
            return SLEEPERS.contains(owner)
                    ? access.getName().equals("sleep")
                    : CLOCKS.contains(owner) && CLOCK_READING_METHODS.contains(access.getName());
        });
    }

    private static DescribedPredicate<JavaAccess<?>> drawsLots() {
        return DescribedPredicate.describe(
                "draws lots", access -> switch (access.getTargetOwner().getName()) {
                    case "java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom" ->
                        isConstructorWithoutSeed(access);
                    case "java.util.concurrent.ThreadLocalRandom" -> true;
                    case "java.lang.Math" -> access.getName().equals("random");
                    case "java.util.UUID" -> access.getName().equals("randomUUID");
                    default -> false;
                });
    }

    private static boolean isConstructorWithoutSeed(JavaAccess<?> access) {
        return access.getTarget() instanceof ConstructorCallTarget constructor
                && constructor.getRawParameterTypes().isEmpty();
    }

    private static DescribedPredicate<JavaAccess<?>> isAStandardStream() {
        return DescribedPredicate.describe(
                "is a standard stream",
                access -> access.getTargetOwner().getName().equals("java.lang.System")
                        && Set.of("out", "err", "in").contains(access.getName()));
    }

    private ArchCondition<JavaClass> dependOnOursOnlyWithinOwnModuleAndCore() {
        return new ArchCondition<>("depend on core and their own module only") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                String own =
                        origin.getPackageName().substring(root.length() + 1).split("\\.", 2)[0];
                DescribedPredicate<JavaClass> allowed = areInCore().or(resideInAPackage(module(own)));
                origin.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> resideInAPackage(root + "..").test(dependency.getTargetClass()))
                        .filter(dependency -> !allowed.test(dependency.getTargetClass()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(origin, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a null-marked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getPackageName() + " lacks a package-info.java with @NullMarked"));
                }
            }
        };
    }
}
