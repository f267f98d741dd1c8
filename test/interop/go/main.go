// Checks this repository's log formats with code that is not ours: golang.org/x/mod/sumdb/{note,tlog} and
// github.com/transparency-dev/formats. Reads one JSON request a line and answers each with one line of JSON.
package main

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

type request struct {
	Do      string     `json:"do"`
	Note    string     `json:"note"`
	Origin  string     `json:"origin"`
	LogKey  string     `json:"logKey"`
	Others  []string   `json:"others"`
	Size    int64      `json:"size"`
	Root    []byte     `json:"root"`
	Max     int64      `json:"max"`
	Queries [][3]int64 `json:"queries"`
	Dir     string     `json:"dir"`
	Index   int64      `json:"index"`
	Entry   []byte     `json:"entry"`
	Proof   []byte     `json:"proof"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var req request
		answer := map[string]any{}
		if err := json.Unmarshal(line, &req); err != nil {
			answer["error"] = err.Error()
		} else if answer, err = run(req); err != nil {
			answer = map[string]any{"error": err.Error()}
		}
		if err := out.Encode(answer); err != nil {
			panic(err)
		}
	}
}

func run(req request) (map[string]any, error) {
	switch req.Do {
	case "sign":
		return sign(req)
	case "open":
		return open(req)
	case "sizes":
		return sizes(req.Max)
	case "queries":
		return queries(req.Max, req.Queries)
	case "mirror":
		return mirror(req)
	case "proof":
		return checkProof(req)
	}
	return nil, fmt.Errorf("unknown request %q", req.Do)
}

// sign makes new keys of every kind and signs the checkpoint with them.
func sign(req request) (map[string]any, error) {
	skey, vkey, err := note.GenerateKey(rand.Reader, req.Origin)
	if err != nil {
		return nil, err
	}
	logSigner, err := note.NewSigner(skey)
	if err != nil {
		return nil, err
	}
	mskey, mvkey, err := fnote.GenerateMLDSAKey(req.Origin)
	if err != nil {
		return nil, err
	}
	mldsaSigner, err := fnote.NewMLDSASigner(mskey)
	if err != nil {
		return nil, err
	}
	wskey, wvkey, err := note.GenerateKey(rand.Reader, "witness.example/go")
	if err != nil {
		return nil, err
	}
	cosigner, err := fnote.NewSignerForCosignatureV1(wskey)
	if err != nil {
		return nil, err
	}
	cvkey, err := fnote.VKeyToCosignatureV1(wvkey)
	if err != nil {
		return nil, err
	}
	cp := log.Checkpoint{Origin: req.Origin, Size: uint64(req.Size), Hash: req.Root}
	signed, err := note.Sign(&note.Note{Text: string(cp.Marshal())}, logSigner, mldsaSigner, cosigner)
	if err != nil {
		return nil, err
	}
	return map[string]any{"note": string(signed), "logKey": vkey, "mlDsaKey": mvkey, "witnessKey": cvkey}, nil
}

// verifier makes a verifier of a key of any kind, by the first byte of the key.
func verifier(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("%q is no key", vkey)
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) == 0 {
		return nil, fmt.Errorf("%q is no key", vkey)
	}
	switch key[0] {
	case 1:
		return note.NewVerifier(vkey)
	case 4:
		return fnote.NewVerifierForCosignatureV1(vkey)
	case 6:
		return fnote.NewMLDSAVerifier(vkey)
	}
	return nil, fmt.Errorf("a key of type %d", key[0])
}

// open checks the signatures of a checkpoint and tells whose hold.
func open(req request) (map[string]any, error) {
	logVerifier, err := verifier(req.LogKey)
	if err != nil {
		return nil, err
	}
	others := []note.Verifier{}
	for _, key := range req.Others {
		v, err := verifier(key)
		if err != nil {
			return nil, err
		}
		others = append(others, v)
	}
	cp, rest, n, err := log.ParseCheckpoint([]byte(req.Note), req.Origin, logVerifier, others...)
	if err != nil {
		return nil, err
	}
	signers := []string{}
	for _, sig := range n.Sigs {
		signers = append(signers, fmt.Sprintf("%s+%08x", sig.Name, sig.Hash))
	}
	return map[string]any{"size": cp.Size, "root": cp.Hash, "rest": len(rest), "signers": signers, "unknown": len(n.UnverifiedSigs)}, nil
}

// tree is the tree over the texts "leaf 0", "leaf 1" and so on.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = t[index]
	}
	return hashes, nil
}

func grown(size int64) (tree, error) {
	t := tree{}
	for n := int64(0); n < size; n++ {
		hashes, err := tlog.StoredHashes(n, []byte(fmt.Sprintf("leaf %d", n)), t)
		if err != nil {
			return nil, err
		}
		t = append(t, hashes...)
	}
	return t, nil
}

// sizes gives, for every tree of 1 to max leaves, its root and one digest over all its inclusion proofs, by index, and
// all its consistency proofs, by smaller size.
func sizes(max int64) (map[string]any, error) {
	t, err := grown(max)
	if err != nil {
		return nil, err
	}
	roots, digests := []string{}, []string{}
	for size := int64(1); size <= max; size++ {
		root, err := tlog.TreeHash(size, t)
		if err != nil {
			return nil, err
		}
		digest := sha256.New()
		for index := int64(0); index < size; index++ {
			p, err := tlog.ProveRecord(size, index, t)
			if err != nil {
				return nil, err
			}
			for _, hash := range p {
				digest.Write(hash[:])
			}
		}
		for from := int64(1); from <= size; from++ {
			p, err := tlog.ProveTree(size, from, t)
			if err != nil {
				return nil, err
			}
			for _, hash := range p {
				digest.Write(hash[:])
			}
		}
		roots = append(roots, base64.StdEncoding.EncodeToString(root[:]))
		digests = append(digests, base64.StdEncoding.EncodeToString(digest.Sum(nil)))
	}
	return map[string]any{"roots": roots, "digests": digests}, nil
}

// queries answers, for [size, index, from], the root, the two proofs and the last tile of level 0, as one digest.
func queries(max int64, all [][3]int64) (map[string]any, error) {
	t, err := grown(max)
	if err != nil {
		return nil, err
	}
	digests := []string{}
	for _, q := range all {
		size, index, from := q[0], q[1], q[2]
		root, err := tlog.TreeHash(size, t)
		if err != nil {
			return nil, err
		}
		digest := sha256.New()
		digest.Write(root[:])
		record, err := tlog.ProveRecord(size, index, t)
		if err != nil {
			return nil, err
		}
		for _, hash := range record {
			digest.Write(hash[:])
		}
		grew, err := tlog.ProveTree(size, from, t)
		if err != nil {
			return nil, err
		}
		for _, hash := range grew {
			digest.Write(hash[:])
		}
		for _, tile := range tlog.NewTiles(tileHeight, size-1, size) {
			data, err := tlog.ReadTileData(tile, t)
			if err != nil {
				return nil, err
			}
			digest.Write(data)
		}
		digests = append(digests, base64.StdEncoding.EncodeToString(digest.Sum(nil)))
	}
	return map[string]any{"digests": digests}, nil
}

// files reads tiles that were written by tlog-tiles: as tlog names them, but without the height.
type files string

func (dir files) Height() int { return tileHeight }

func (dir files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := [][]byte{}
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(dir), path))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (dir files) SaveTiles([]tlog.Tile, [][]byte) {}

// mirror checks every entry of a copy against its tiles, and the tiles against the signed root.
func mirror(req request) (map[string]any, error) {
	var root tlog.Hash
	copy(root[:], req.Root)
	dir := files(req.Dir)
	reader := tlog.TileHashReader(tlog.Tree{N: req.Size, Hash: root}, dir)
	checked := int64(0)
	for first := int64(0); first < req.Size; first += 256 {
		width := min(256, req.Size-first)
		tile := tlog.Tile{H: tileHeight, L: 0, N: first / 256, W: int(width)}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", tileHeight), "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(req.Dir, path))
		if err != nil {
			return nil, err
		}
		for n := first; n < first+width; n++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("entry %d is cut off", n)
			}
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
			if err != nil {
				return nil, err
			}
			if hashes[0] != tlog.RecordHash(entry) {
				return nil, fmt.Errorf("entry %d is not what the tree has", n)
			}
			checked++
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%d bytes after entry %d", len(bundle), first+width-1)
		}
	}
	return map[string]any{"checked": checked}, nil
}

// checkProof checks our .tlog-proof, and writes it again.
func checkProof(req request) (map[string]any, error) {
	var p proof.TLogProof
	if err := p.Unmarshal(req.Proof); err != nil {
		return nil, err
	}
	logVerifier, err := verifier(req.LogKey)
	if err != nil {
		return nil, err
	}
	cp, _, _, err := log.ParseCheckpoint(p.Checkpoint, req.Origin, logVerifier)
	if err != nil {
		return nil, err
	}
	var root tlog.Hash
	copy(root[:], cp.Hash)
	record := tlog.RecordProof{}
	for _, hash := range p.Hashes {
		record = append(record, tlog.Hash(hash))
	}
	if err := tlog.CheckRecord(record, int64(cp.Size), root, int64(p.Index), tlog.RecordHash(req.Entry)); err != nil {
		return nil, err
	}
	return map[string]any{"index": p.Index, "again": p.Marshal()}, nil
}
