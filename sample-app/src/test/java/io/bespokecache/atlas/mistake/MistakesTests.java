package io.bespokecache.atlas.mistake;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link Mistakes}: each leads to the advice that it is there for.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:mistakes")
class MistakesTests {

	private static final Duration PATIENCE = Mistakes.DURATION;

	@Autowired
	private Mistakes mistakes;

	@Autowired
	private BespokeCacheManager cacheManager;

	@AfterEach
	void stop() {
		Arrays.stream(Mistake.values()).forEach(this.mistakes::stop);
	}

	@Test
	void eachMistakeLeadsToItsAdvice() {
		assertThat(Mistake.values()).hasSize(3).noneMatch(this::isGiven);

		Arrays.stream(Mistake.values()).forEach(this.mistakes::start);

		assertThat(this.mistakes.states()).hasSize(3).allMatch(Mistakes.State::running);
		assertThat(Mistake.values()).allSatisfy((mistake) -> await().atMost(PATIENCE).until(() -> isGiven(mistake)));
	}

	@Test
	void aMistakeThatIsStoppedIsMadeNoMore() {
		this.mistakes.start(Mistake.HOT_COUNTRY);
		await().until(() -> lookUps() > 0);

		this.mistakes.stop(Mistake.HOT_COUNTRY);

		assertThat(this.mistakes.states()).noneMatch(Mistakes.State::running);
		AtomicLong seen = new AtomicLong(-1);
		await().during(Duration.ofMillis(200)).until(() -> {
			long lookUps = lookUps();
			return seen.getAndSet(lookUps) == lookUps;
		});
	}

	private long lookUps() {
		BespokeCache cache = this.cacheManager.getCache(Mistake.HOT_COUNTRY.cache());
		assertThat(cache).isNotNull();
		return cache.getStore().statistics().hits();
	}

	private boolean isGiven(Mistake mistake) {
		BespokeCache cache = this.cacheManager.getCache(mistake.cache());
		assertThat(cache).isNotNull();
		return cache.getStore().advice().stream().anyMatch((advice) -> advice.kind().id().equals(mistake.advice()));
	}

}
