package io.bespokecache.atlas.city;

import java.io.IOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.opentest4j.TestAbortedException;

import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The repository on PostgreSQL, in the profile for it. Skipped where no server can be
 * started, as where its binaries do not exist for the machine or root may not become
 * another user, unless the environment variable {@code BESPOKE_REQUIRE_POSTGRES} is
 * {@code true}.
 */
@ActiveProfiles("postgres")
@DirtiesContext
class PostgresCityRepositoryTests extends CityRepositoryTests {

	private static @Nullable EmbeddedPostgres postgres;

	@BeforeAll
	static void start() throws IOException {
		try {
			postgres = EmbeddedPostgres.start();
		}
		catch (IOException | IllegalStateException ex) {
			if (Boolean.parseBoolean(System.getenv("BESPOKE_REQUIRE_POSTGRES"))) {
				throw ex;
			}
			throw new TestAbortedException("PostgreSQL cannot be started here: " + ex.getMessage(), ex);
		}
	}

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url",
				() -> (postgres != null) ? postgres.getJdbcUrl("postgres", "postgres") : null);
		registry.add("spring.datasource.username", () -> "postgres");
		registry.add("spring.datasource.password", () -> "postgres");
	}

	@AfterAll
	static void stop() throws IOException {
		if (postgres != null) {
			postgres.close();
		}
	}

}
