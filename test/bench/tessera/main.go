// Sequences entries in Tessera's POSIX storage and asks it for proofs, for a figure beside ours.
//
//	tessera FOLDER PROOFS < entries      big-endian uint32 length, then the bytes, again and again
//
// Prints one line of JSON: entries, seconds from the first Add to a published checkpoint over all of them,
// milliseconds of each proof, and bytes on disk.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

type result struct {
	Entries int       `json:"entries"`
	Seconds float64   `json:"seconds"`
	Proofs  []float64 `json:"proofs"`
	Bytes   int64     `json:"bytes"`
}

// As many as our own notary takes at a time.
const batch = 4096

func main() {
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, folder, count string) error {
	proofs, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	entries, err := read(os.Stdin)
	if err != nil {
		return err
	}
	secret, _, err := note.GenerateKey(rand.Reader, "log.example.org/bench")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		return err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithBatching(batch, 100*time.Millisecond).
		WithPushback(uint(len(entries)) + 1).
		WithCheckpointInterval(100 * time.Millisecond)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return err
	}

	began := time.Now()
	var last tessera.IndexFuture
	futures := make([]tessera.IndexFuture, 0, len(entries))
	for _, entry := range entries {
		last = appender.Add(ctx, tessera.NewEntry(entry))
		futures = append(futures, last)
	}
	for _, future := range futures {
		if _, err := future(); err != nil {
			return err
		}
	}
	// Ends when a checkpoint over every entry is published.
	if err := shutdown(ctx); err != nil {
		return err
	}
	seconds := time.Since(began).Seconds()

	times := make([]float64, 0, proofs)
	size := uint64(len(entries))
	for range proofs {
		index, err := rand.Int(rand.Reader, new(big.Int).SetUint64(size))
		if err != nil {
			return err
		}
		start := time.Now()
		// One builder a proof, as a server that keeps nothing between requests.
		builder, err := client.NewProofBuilder(ctx, size, reader.ReadTile)
		if err != nil {
			return err
		}
		if _, err := builder.InclusionProof(ctx, index.Uint64()); err != nil {
			return err
		}
		times = append(times, float64(time.Since(start).Microseconds())/1000)
	}
	bytes, err := sizeOf(folder)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result{Entries: len(entries), Seconds: seconds, Proofs: times, Bytes: bytes})
}

func read(from io.Reader) ([][]byte, error) {
	in := bufio.NewReaderSize(from, 1<<20)
	var entries [][]byte
	for {
		var length uint32
		if err := binary.Read(in, binary.BigEndian, &length); errors.Is(err, io.EOF) {
			return entries, nil
		} else if err != nil {
			return nil, err
		}
		entry := make([]byte, length)
		if _, err := io.ReadFull(in, entry); err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
}

func sizeOf(folder string) (int64, error) {
	var bytes int64
	err := filepath.WalkDir(folder, func(_ string, item fs.DirEntry, err error) error {
		if err != nil || item.IsDir() {
			return err
		}
		info, err := item.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}
