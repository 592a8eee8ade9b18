package io.bespokecache.atlas.session;

import java.time.Duration;
import java.util.UUID;

import io.bespokecache.map.Expiry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets sessions in which nobody has looked at anything go sooner than the others, which
 * live as long as the cache says.
 */
@Configuration(proxyBeanMethods = false)
class SessionExpiry {

	static final Duration UNUSED = Duration.ofSeconds(5);

	@Bean
	Expiry<UUID, Session> unusedSessionsGoFirst() {
		return (id, session) -> (session.cityId() == null) ? UNUSED : null;
	}

}
