package io.bespokecache.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

class WarmStartHintsTests {

	@Test
	void typesThatSnapshotsHoldAreReflectedUponInANativeImage() throws Exception {
		RuntimeHints hints = hints("bespoke.cache.caches.places.warm-start.file=places.snapshot",
				"bespoke.cache.caches.places.warm-start.key-type=java.lang.String," + Area.class.getName(),
				"bespoke.cache.caches.places.warm-start.value-type=java.util.List<" + Place.class.getName() + ">");
		assertThat(RuntimeHintsPredicates.reflection().onType(Area.class)).accepts(hints);
		assertThat(
				RuntimeHintsPredicates.reflection().onConstructorInvocation(Place.class.getDeclaredConstructors()[0]))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SimpleKey.class.getName(), "params"))
			.accepts(hints);
	}

	@Test
	void withoutAWarmStartNothingIsReflectedUpon() {
		assertThat(RuntimeHintsPredicates.reflection().onType(SimpleKey.class)).rejects(hints());
	}

	private static RuntimeHints hints(String... properties) {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles());
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	/**
	 * A place.
	 *
	 * @param name its name
	 */
	record Place(String name) {

	}

	/**
	 * An area.
	 *
	 * @param code its code
	 */
	record Area(String code) {

	}

}
