package io.bespokecache.spring;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database of cities and its transactions.
 */
final class CityDatabase implements AutoCloseable {

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.build();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database);

	private final PlatformTransactionManager transactionManager;

	CityDatabase() {
		this.transactionManager = new DataSourceTransactionManager(this.database);
		this.jdbc.execute("create table city (id int primary key, name varchar(40))");
	}

	EmbeddedDatabase dataSource() {
		return this.database;
	}

	void add(int id, String name) {
		this.jdbc.update("insert into city values (?, ?)", id, name);
	}

	void rename(int id, String name) {
		this.jdbc.update("update city set name = ? where id = ?", name, id);
	}

	String name(int id) {
		String name = this.jdbc.queryForObject("select name from city where id = ?", String.class, id);
		return (name != null) ? name : "";
	}

	/**
	 * A transaction, or part of the current one.
	 */
	TransactionTemplate transaction() {
		return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
	}

	TransactionTemplate transaction(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.transactionManager);
		template.setPropagationBehavior(propagation);
		return template;
	}

	/**
	 * Does something in another thread, which has no transaction, and waits for it.
	 */
	static <T> T elsewhere(Callable<T> action) {
		FutureTask<T> task = new FutureTask<>(action);
		Thread thread = new Thread(task);
		thread.start();
		try {
			return task.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.database.shutdown();
	}

}
