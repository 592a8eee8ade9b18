package io.bespokecache.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CacheNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "session-*", "*", "-rates", "wörter", "a b", "com/example" })
	void aNameThatBindingWouldChangeIsRefused(String name) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  "%s":
				    maximum-size: 100
				""".formatted(name)))
			.failedBecause("Property 'bespoke.cache.caches." + name + ".maximum-size' with the value '100' "
					+ "(in application.yml - 5:23) names a cache '" + name + "', of which some characters would be "
					+ "lost: outside brackets only letters from a to z, digits, '_' and, save at the start, '-' are "
					+ "kept.")
			.withRemedy("If the cache is called '" + name + "', write \"[" + name + "]\", with quotes and brackets, "
					+ "in YAML, or bespoke.cache.caches[" + name + "] in a properties file.");
	}

	@Test
	void aPatternWithoutBracketsInAPropertiesFileIsRefused() {
		assertThat(StartAttempt.withProperties("bespoke.cache.caches.session-*.maximum-size=100"))
			.failedBecause("Property 'bespoke.cache.caches.session-*.maximum-size' with the value '100' "
					+ "(in application.properties - 1:45) names a cache 'session-*', of which some characters would be "
					+ "lost: outside brackets only letters from a to z, digits, '_' and, save at the start, '-' are "
					+ "kept.")
			.withRemedy("If the cache is called 'session-*', write \"[session-*]\", with quotes and brackets, "
					+ "in YAML, or bespoke.cache.caches[session-*] in a properties file.");
	}

	@Test
	void aBracketThatIsNotClosedProtectsNothing() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  "[session-*":
				    maximum-size: 100
				"""))
			.failedBecause("Property 'bespoke.cache.caches[session-*.maximum-size' with the value '100' "
					+ "(in application.yml - 5:23) names a cache 'session-*', of which some characters would be "
					+ "lost: outside brackets only letters from a to z, digits, '_' and, save at the start, '-' are "
					+ "kept.")
			.withRemedy("If the cache is called 'session-*', write \"[session-*]\", with quotes and brackets, "
					+ "in YAML, or bespoke.cache.caches[session-*] in a properties file.");
	}

	@Test
	void namesThatBindingCannotTellApartAreRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  user-by-id:
				    maximum-size: 100
				  userById:
				    maximum-size: 200
				"""))
			.failedBecause("Property 'bespoke.cache.caches.userById.maximum-size' with the value '200' "
					+ "(in application.yml - 7:23) names a cache 'userById', which cannot be told from 'user-by-id': "
					+ "outside brackets case, '-' and '_' make no difference.")
			.withRemedy("If these are two caches, put both names into brackets: write \"[userById]\", with quotes and "
					+ "brackets, in YAML, or bespoke.cache.caches[userById] in a properties file. "
					+ "If they are one, write its name in one way.");
	}

	@Test
	void namesThatDifferInCaseOnlyAreToldApartInBrackets() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  "[user-by-id]":
				    maximum-size: 100
				  "[userById]":
				    maximum-size: 200
				""")).succeeded();
	}

	@Test
	void aRefusedNameComesBeforeAnyOtherMistake() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  "*":
				    maximum-sice: 100
				"""))
			.failedBecause("Property 'bespoke.cache.caches.*.maximum-sice' with the value '100' "
					+ "(in application.yml - 5:23) names a cache '*', of which some characters would be lost: outside "
					+ "brackets only letters from a to z, digits, '_' and, save at the start, '-' are kept.")
			.withRemedy("If the cache is called '*', write \"[*]\", with quotes and brackets, in YAML, or "
					+ "bespoke.cache.caches[*] in a properties file.");
	}

}
