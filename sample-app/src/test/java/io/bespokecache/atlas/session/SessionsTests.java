package io.bespokecache.atlas.session;

import java.util.UUID;

import io.bespokecache.atlas.web.NotFoundException;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:cities")
class SessionsTests {

	private static final long ZURICH = 2657896;

	@Autowired
	private Sessions sessions;

	@Autowired
	private BespokeCacheManager cacheManager;

	@Test
	void aNewSessionIsCachedBeforeItIsFirstRead() {
		Session session = this.sessions.begin("Ada");
		long misses = store().statistics().misses();
		assertThat(this.sessions.byId(session.id())).isEqualTo(session);
		assertThat(store().statistics().misses()).isEqualTo(misses);
	}

	@Test
	void whatIsCachedIsWhatTheDatabaseHas() {
		Session session = this.sessions.begin("Ada");
		store().clear();
		assertThat(this.sessions.byId(session.id())).isEqualTo(session);
	}

	@Test
	void lookingAtACityIsSeenByTheNextRead() {
		Session session = this.sessions.begin("Ada");
		this.sessions.lookAt(session.id(), ZURICH);
		assertThat(this.sessions.byId(session.id()).cityId()).isEqualTo(ZURICH);
	}

	@Test
	void aCityThatDoesNotExistIsRefused() {
		Session session = this.sessions.begin("Ada");
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.sessions.lookAt(session.id(), -1));
	}

	@Test
	void aSessionThatEndedIsNoLongerFound() {
		UUID id = this.sessions.begin("Ada").id();
		this.sessions.end(id);
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.sessions.byId(id));
	}

	private LocalCache<Object, Object> store() {
		BespokeCache cache = this.cacheManager.getCache("sessions");
		assertThat(cache).isNotNull();
		return cache.getStore();
	}

}
