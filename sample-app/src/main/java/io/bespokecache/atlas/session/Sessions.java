package io.bespokecache.atlas.session;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.bespokecache.atlas.web.NotFoundException;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The sessions of visitors.
 */
@Service
public class Sessions {

	private final JdbcClient jdbc;

	private final Clock clock;

	Sessions(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Begins a session.
	 * @param visitor name of the visitor
	 * @return the new session
	 */
	@CachePut(cacheNames = "sessions", key = "#result.id")
	public Session begin(String visitor) {
		Session session = new Session(UUID.randomUUID(), visitor, null,
				Instant.now(this.clock).truncatedTo(ChronoUnit.MILLIS));
		this.jdbc.sql("insert into visitor_session (id, visitor, started) values (:id, :visitor, :started)")
			.param("id", session.id())
			.param("visitor", visitor)
			.param("started", session.started().atOffset(ZoneOffset.UTC))
			.update();
		return session;
	}

	/**
	 * A session by its id.
	 * @param id id of the session
	 * @return the session
	 * @throws NotFoundException if there is none
	 */
	@Cacheable("sessions")
	public Session byId(UUID id) {
		return find(id);
	}

	/**
	 * Notes the city that the visitor looks at.
	 * @param id id of the session
	 * @param cityId GeoNames id
	 * @return the session as it is now
	 * @throws NotFoundException if there is no such session or city
	 */
	@CachePut(cacheNames = "sessions", key = "#id")
	public Session lookAt(UUID id, long cityId) {
		try {
			this.jdbc.sql("update visitor_session set city_id = :city where id = :id")
				.param("city", cityId)
				.param("id", id)
				.update();
		}
		catch (DataIntegrityViolationException ex) {
			throw new NotFoundException("There is no city " + cityId + ".");
		}
		return find(id);
	}

	/**
	 * Ends a session, if there is one.
	 * @param id id of the session
	 */
	@CacheEvict("sessions")
	public void end(UUID id) {
		this.jdbc.sql("delete from visitor_session where id = :id").param("id", id).update();
	}

	private Session find(UUID id) {
		return this.jdbc.sql("select id, visitor, city_id, started from visitor_session where id = :id")
			.param("id", id)
			.query((row, number) -> new Session(row.getObject("id", UUID.class), row.getString("visitor"),
					row.getObject("city_id", Long.class), row.getObject("started", OffsetDateTime.class).toInstant()))
			.optional()
			.orElseThrow(() -> new NotFoundException("There is no session " + id + "."));
	}

}
