package io.bespokecache.atlas.session;

import java.time.Instant;
import java.util.UUID;

import io.bespokecache.map.Expiry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionExpiryTests {

	private final Expiry<UUID, Session> expiry = new SessionExpiry().unusedSessionsGoFirst();

	private final UUID id = UUID.randomUUID();

	@Test
	void aSessionThatIsNotUsedGoesSooner() {
		Session session = new Session(this.id, "Ada", null, Instant.EPOCH);
		assertThat(this.expiry.afterWrite(this.id, session)).isEqualTo(SessionExpiry.UNUSED);
	}

	@Test
	void aSessionThatIsUsedLivesAsLongAsTheCacheSays() {
		Session session = new Session(this.id, "Ada", 2657896L, Instant.EPOCH);
		assertThat(this.expiry.afterWrite(this.id, session)).isNull();
	}

}
