package io.bespokecache.spring.warmup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A file that holds a snapshot, read and replaced as a whole. What is no snapshot is
 * neither read, nor replaced, nor deleted: whoever mistypes a name loses nothing.
 */
final class SnapshotFile {

	/** End of the names of files that are being written. */
	static final String TEMPORARY = ".tmp";

	/** Age of a file that was being written when the application was killed. */
	private static final Duration ABANDONED = Duration.ofHours(1);

	private final Path path;

	private final byte[] magic;

	/**
	 * Creates a file object; touches no file.
	 * @param path where it is
	 * @param magic what every snapshot starts with
	 */
	SnapshotFile(Path path, byte[] magic) {
		this.path = path;
		this.magic = magic.clone();
	}

	/**
	 * Reads the file.
	 * @param maximumBytes greatest size of what is read
	 * @return the content, or {@code null} if there is no file
	 * @throws SnapshotRefusedException if the file is too large, is no snapshot, or is
	 * not the application's own
	 */
	byte @Nullable [] read(long maximumBytes) throws IOException, SnapshotRefusedException {
		if (!Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		requireRegular();
		OwnerOnly.require(this.path);
		try (InputStream input = Files.newInputStream(this.path, LinkOption.NOFOLLOW_LINKS)) {
			if (!isSnapshot()) {
				throw new SnapshotRefusedException("is no snapshot");
			}
			long size = Files.size(this.path);
			if (size > maximumBytes) {
				throw new SnapshotRefusedException(
						"has " + size + " bytes, more than the maximum-size of " + maximumBytes);
			}
			byte[] content = new byte[(int) size];
			if (input.readNBytes(content, 0, content.length) < size || input.read() != -1) {
				throw new SnapshotRefusedException("changes while it is read");
			}
			return content;
		}
	}

	private void requireRegular() throws SnapshotRefusedException {
		if (!Files.isRegularFile(this.path, LinkOption.NOFOLLOW_LINKS)) {
			throw new SnapshotRefusedException("is no regular file");
		}
	}

	private boolean isSnapshot() throws IOException {
		try (InputStream input = Files.newInputStream(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return Arrays.equals(input.readNBytes(this.magic.length), this.magic);
		}
	}

	/**
	 * Replaces the file. Whoever reads it meanwhile, or after a crash, finds either the
	 * old content or the new.
	 * @param content writes the new content
	 * @throws SnapshotRefusedException if the present file is no snapshot
	 */
	void replace(Content content) throws IOException, SnapshotRefusedException {
		if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			requireRegular();
			if (Files.size(this.path) > 0 && !isSnapshot()) {
				throw new SnapshotRefusedException("is no snapshot, and is left as it is");
			}
		}
		Path directory = OwnerOnly.parentOf(this.path);
		OwnerOnly.createDirectories(directory);
		Path temporary = OwnerOnly.createTemporaryFile(directory, this.path.getFileName() + ".", TEMPORARY);
		try {
			try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
				OutputStream output = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
				content.writeTo(output);
				output.flush();
				// The name must not become visible before the content has reached the
				// disk.
				channel.force(true);
			}
			Files.move(temporary, this.path, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	/**
	 * Deletes the file if it is a snapshot, and the application's own.
	 * @return whether it was deleted
	 */
	boolean discard() throws IOException {
		try {
			requireRegular();
			OwnerOnly.require(this.path);
		}
		catch (SnapshotRefusedException ex) {
			return false;
		}
		return isSnapshot() && Files.deleteIfExists(this.path);
	}

	/**
	 * Deletes what was being written when an earlier run was killed.
	 * @param now the time
	 */
	void discardAbandoned(Instant now) throws IOException {
		Path directory = OwnerOnly.parentOf(this.path);
		if (!Files.isDirectory(directory)) {
			return;
		}
		Pattern name = Pattern
			.compile(Pattern.quote(this.path.getFileName() + ".") + "\\d+" + Pattern.quote(TEMPORARY));
		try (DirectoryStream<Path> siblings = Files.newDirectoryStream(directory,
				(sibling) -> name.matcher(sibling.getFileName().toString()).matches())) {
			for (Path sibling : siblings) {
				Instant modified = Files.getLastModifiedTime(sibling, LinkOption.NOFOLLOW_LINKS).toInstant();
				if (modified.isBefore(now.minus(ABANDONED))) {
					Files.deleteIfExists(sibling);
				}
			}
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	/**
	 * Writes the content of a file.
	 */
	@FunctionalInterface
	interface Content {

		void writeTo(OutputStream output) throws IOException, SnapshotRefusedException;

	}

}
