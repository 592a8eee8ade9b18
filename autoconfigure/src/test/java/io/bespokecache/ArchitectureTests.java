package io.bespokecache;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may know whom.
 */
class ArchitectureTests {

	private static final String MAP = "io.bespokecache.map..";

	private static final String WORKLOAD = "io.bespokecache.workload..";

	private static final String CACHE = "io.bespokecache.cache..";

	private static final String SHARED = "io.bespokecache.shared..";

	private static final String SPRING = "io.bespokecache.spring";

	private static final String METRICS = "io.bespokecache.spring.metrics..";

	private static final String ACTUATE = "io.bespokecache.spring.actuate..";

	private static final String WARMUP = "io.bespokecache.spring.warmup..";

	private static final String JSON = "io.bespokecache.spring.json..";

	private static final String REDIS = "io.bespokecache.spring.redis..";

	private static final String EVENT = "io.bespokecache.spring.event..";

	private static final String FLIGHT = "io.bespokecache.spring.flight..";

	private static final String OBSERVATION = "io.bespokecache.spring.observation..";

	private static final String AUTOCONFIGURE = "io.bespokecache.autoconfigure..";

	private static final String OURS = "io.bespokecache..";

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.bespokecache");

	@Test
	void everyPackageIsLookedAt() {
		for (String name : new String[] { "map", "workload", "cache", "shared", "spring", "spring.metrics",
				"spring.actuate", "spring.warmup", "spring.json", "spring.redis", "spring.event", "spring.flight",
				"spring.observation", "autoconfigure" }) {
			assertThat(this.classes.containPackage("io.bespokecache." + name)).as(name).isTrue();
		}
	}

	@Test
	void mapsKnowOnlyTheJdkAndInOneAdapterCaffeine() {
		check(classes().that()
			.resideInAPackage(MAP)
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage(MAP, "java..", "com.sun.management..", "org.jspecify..",
					"com.github.benmanes.caffeine..")));
		check(noClasses().that()
			.resideInAPackage(MAP)
			.and()
			.haveNameNotMatching(".*\\.CaffeineCacheMap(\\$.*)?")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.github.benmanes.caffeine.."));
	}

	@Test
	void workloadsKnowOfMapsOnlyTheStrategy() {
		check(noClasses().that()
			.resideInAPackage(WORKLOAD)
			.should()
			.dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(WORKLOAD)))
				.and(not(equivalentTo(io.bespokecache.map.Strategy.class)))
				.and(not(equivalentTo(io.bespokecache.map.Strategy.Capability.class)))));
	}

	@Test
	void cachesKnowMapsAndWorkloads() {
		check(onlyKnows(CACHE, MAP, WORKLOAD));
	}

	@Test
	void theProtocolOfASecondLevelKnowsOnlyCaches() {
		check(onlyKnows(SHARED, CACHE));
	}

	@Test
	void theCoreKnowsNoFramework() {
		check(noClasses().that()
			.resideInAnyPackage(MAP, WORKLOAD, CACHE, SHARED)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.micrometer.."));
	}

	@Test
	void theSpringSideKnowsCachesButNotItsOwnReporters() {
		check(onlyKnows(SPRING, CACHE, MAP, WORKLOAD));
	}

	@Test
	void metersAndTheEndpointDoNotKnowEachOther() {
		check(onlyKnows(METRICS, SPRING, CACHE, MAP, WORKLOAD));
		check(onlyKnows(ACTUATE, SPRING, CACHE, MAP, WORKLOAD));
	}

	@Test
	void theWarmUpKnowsCachesButNotWhoReportsIt() {
		check(onlyKnows(WARMUP, SPRING, JSON, CACHE, MAP, WORKLOAD));
	}

	@Test
	void jsonKnowsNobody() {
		check(onlyKnows(JSON));
	}

	@Test
	void theSharedLevelKnowsCachesButNotWhoReportsThem() {
		check(onlyKnows(REDIS, SPRING, JSON, SHARED, CACHE, MAP, WORKLOAD));
	}

	@Test
	void whoTellsOfCachesDoesNotKnowWhoElseDoes() {
		check(onlyKnows(EVENT, SPRING, CACHE, MAP, WORKLOAD));
		check(onlyKnows(FLIGHT, SPRING, CACHE, MAP, WORKLOAD));
		check(onlyKnows(OBSERVATION, SPRING, CACHE, MAP, WORKLOAD));
	}

	@Test
	void onlyTheFlightRecordingAndItsConfigurationKnowFlightRecorder() {
		check(noClasses().that()
			.resideOutsideOfPackage(FLIGHT)
			.and()
			.haveNameNotMatching(".*\\.BespokeCacheFlightRecorderAutoConfiguration")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("jdk.jfr.."));
	}

	@Test
	void onlyJsonAndTheWarmUpAndTheirConfigurationsKnowJackson() {
		check(noClasses().that()
			.resideOutsideOfPackages(JSON, WARMUP)
			.and()
			.haveNameNotMatching(".*\\.BespokeCache(WarmUp|Redis)AutoConfiguration(\\$.*)?")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson.."));
	}

	@Test
	void nothingKnowsTheAutoConfiguration() {
		check(noClasses().that()
			.resideOutsideOfPackage(AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(AUTOCONFIGURE));
	}

	@Test
	void noPackagesDependOnEachOtherInARing() {
		check(slices().matching("io.bespokecache.(**)").should().beFreeOfCycles());
	}

	private static ArchRule onlyKnows(String from, String... others) {
		String[] allowed = new String[others.length + 1];
		System.arraycopy(others, 0, allowed, 0, others.length);
		allowed[others.length] = from;
		return noClasses().that()
			.resideInAPackage(from)
			.should()
			.dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(allowed))));
	}

	private void check(ArchRule rule) {
		rule.check(this.classes);
	}

}
