package io.bespokecache.atlas.city;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The migration that fills the table of cities from GeoNames data.
 */
@Component
class CityImport implements JavaMigration {

	private static final int BATCH = 1_000;

	private static final ClassPathResource DATA = new ClassPathResource("data/cities.csv.gz");

	@Override
	public MigrationVersion getVersion() {
		return MigrationVersion.fromVersion("2");
	}

	@Override
	public String getDescription() {
		return "import cities";
	}

	@Override
	public @Nullable Integer getChecksum() {
		return null;
	}

	@Override
	public boolean canExecuteInTransaction() {
		return true;
	}

	@Override
	public void migrate(Context context) throws SQLException, IOException {
		try (PreparedStatement insert = context.getConnection()
			.prepareStatement("insert into city (id, name, country, latitude, longitude, population, zone) "
					+ "values (?, ?, ?, ?, ?, ?, ?)")) {
			int pending = 0;
			for (City city : read()) {
				add(insert, city);
				if (++pending % BATCH == 0) {
					insert.executeBatch();
				}
			}
			insert.executeBatch();
		}
	}

	private static void add(PreparedStatement insert, City city) throws SQLException {
		insert.setLong(1, city.id());
		insert.setString(2, city.name());
		insert.setString(3, city.country());
		insert.setDouble(4, city.latitude());
		insert.setDouble(5, city.longitude());
		insert.setLong(6, city.population());
		insert.setString(7, city.zone());
		insert.addBatch();
	}

	private static List<City> read() throws IOException {
		List<City> cities = new ArrayList<>();
		try (InputStream data = new GZIPInputStream(DATA.getInputStream());
				BufferedReader reader = new BufferedReader(new InputStreamReader(data, StandardCharsets.UTF_8))) {
			reader.lines().skip(1).map(CityImport::parse).forEach(cities::add);
		}
		return cities;
	}

	/**
	 * A name with a comma stands in quotes; no other column has one.
	 */
	private static City parse(String line) {
		int nameStart = line.indexOf(',') + 1;
		boolean quoted = line.charAt(nameStart) == '"';
		int nameEnd = quoted ? line.indexOf("\",", nameStart) : line.indexOf(',', nameStart);
		String name = quoted ? line.substring(nameStart + 1, nameEnd).replace("\"\"", "\"")
				: line.substring(nameStart, nameEnd);
		String[] rest = line.substring(nameEnd + (quoted ? 2 : 1)).split(",", -1);
		return new City(Long.parseLong(line.substring(0, nameStart - 1)), name, rest[0], Double.parseDouble(rest[1]),
				Double.parseDouble(rest[2]), Long.parseLong(rest[3]), rest[4]);
	}

}
