#include "statemachine/graph/ordering.hpp"

#include <algorithm>
#include <utility>

namespace pawl::graph {
namespace {

using Row = std::vector<int>;

/// A tree of counts over places (Fenwick), for counting inversions.
class Counts {
  public:
    void clear(std::size_t size) {
        tree_.assign(size + 1, 0);
        all_ = 0;
    }
    void add(std::size_t place) {
        for (std::size_t i = place + 1; i < tree_.size(); i += i & (~i + 1)) ++tree_[i];
        ++all_;
    }
    /// Of those added so far, how many lie behind this place.
    std::uint64_t behind(std::size_t place) const {
        std::uint64_t before = 0;
        for (std::size_t i = place + 1; i > 0; i -= i & (~i + 1)) before += tree_[i];
        return all_ - before;
    }

  private:
    std::vector<std::uint32_t> tree_;
    std::uint64_t all_ = 0;
};

std::uint64_t crossings(const Levels& levels, Counts& seen, std::vector<std::size_t>& places) {
    std::uint64_t count = 0;
    for (std::size_t layer = 0; layer + 1 < levels.layers.size(); ++layer) {
        seen.clear(levels.layers[layer + 1].size());
        for (const int upper : levels.layers[layer]) {
            places.clear();
            for (const Neighbour& lower : levels.down[static_cast<std::size_t>(upper)]) {
                places.push_back(static_cast<std::size_t>(levels.vertices[static_cast<std::size_t>(lower.vertex)].place));
            }
            for (const std::size_t place : places) count += seen.behind(place);
            for (const std::size_t place : places) seen.add(place);
        }
    }
    return count;
}

class Orderer {
  public:
    explicit Orderer(Levels& levels) : levels_(levels), key_(levels.vertices.size(), -1) {}

    void run() {
        std::vector<Row> best = levels_.layers;
        std::uint64_t fewest = count_crossings();
        // Large flows get fewer rounds: a picture of thousands of lines is not read line by line.
        const std::size_t size = levels_.vertices.size();
        const int rounds = size < 400 ? 24 : size < 4'000 ? 12 : size < 40'000 ? 4 : 2;
        for (int round = 0, idle = 0; round < rounds && idle < 6 && fewest > 0; ++round) {
            round % 2 == 0 ? sweep_down() : sweep_up();
            if (size < 2'000) exchange();
            const std::uint64_t now = count_crossings();
            ++idle;
            if (now >= fewest) continue;
            fewest = now;
            best = levels_.layers;
            idle = 0;
        }
        levels_.layers = std::move(best);
        levels_.number_places();
    }

  private:
    Vertex& vertex(int index) { return levels_.vertices[static_cast<std::size_t>(index)]; }

    std::uint64_t count_crossings() { return crossings(levels_, seen_, places_); }

    void sweep_down() {
        for (std::size_t layer = 1; layer < levels_.layers.size(); ++layer) arrange(levels_.layers[layer], levels_.up);
    }
    void sweep_up() {
        for (std::size_t layer = levels_.layers.size() - 1; layer-- > 0;) arrange(levels_.layers[layer], levels_.down);
    }

    // By the mean place of the neighbours; those that have none keep their place.
    void arrange(Row& row, const Neighbours& neighbours) {
        const auto own_key = [&](int index) {
            const auto near = neighbours[static_cast<std::size_t>(index)];
            if (near.empty()) return -1.0;
            double sum = 0;
            for (const Neighbour& one : near) sum += vertex(one.vertex).place;
            return sum / static_cast<double>(near.size());
        };
        Row& keyed = keyed_;
        keyed.clear();
        for (const int index : row) {
            double& key = key_[static_cast<std::size_t>(index)];
            key = own_key(index);
            // The end of a backward lane goes where the state goes that it is joined to, to its right.
            if (key < 0 && vertex(index).anchor >= 0 && vertex(vertex(index).anchor).layer == vertex(index).layer) {
                key = own_key(vertex(index).anchor);
                if (key >= 0) key += 0.01;
            }
            if (key >= 0) keyed.push_back(index);
        }
        const auto before = [&](int a, int b) { return key_[static_cast<std::size_t>(a)] < key_[static_cast<std::size_t>(b)]; };
        if (std::is_sorted(keyed.begin(), keyed.end(), before)) return;  // with their places
        std::stable_sort(keyed.begin(), keyed.end(), before);
        auto next = keyed.begin();
        for (int& index : row) {
            if (key_[static_cast<std::size_t>(index)] >= 0) index = *next++;
        }
        for (std::size_t i = 0; i < row.size(); ++i) vertex(row[i]).place = static_cast<int>(i);
    }

    std::uint64_t crossed_if(int left, int right) {
        std::uint64_t count = 0;
        for (const auto* sides : {&levels_.up, &levels_.down}) {
            for (const Neighbour& a : (*sides)[static_cast<std::size_t>(left)]) {
                for (const Neighbour& b : (*sides)[static_cast<std::size_t>(right)]) count += vertex(a.vertex).place > vertex(b.vertex).place ? 1 : 0;
            }
        }
        return count;
    }

    /// Neighbours change places where that crosses fewer lines.
    void exchange() {
        bool better = true;
        for (int pass = 0; better && pass < 4; ++pass) {
            better = false;
            for (Row& row : levels_.layers) {
                for (std::size_t i = 0; i + 1 < row.size(); ++i) {
                    if (crossed_if(row[i], row[i + 1]) <= crossed_if(row[i + 1], row[i])) continue;
                    std::swap(row[i], row[i + 1]);
                    std::swap(vertex(row[i]).place, vertex(row[i + 1]).place);
                    better = true;
                }
            }
        }
    }

    Levels& levels_;
    std::vector<double> key_;
    Row keyed_;
    Counts seen_;
    std::vector<std::size_t> places_;
};

}  // namespace

std::uint64_t crossings(const Levels& levels) {
    Counts seen;
    std::vector<std::size_t> places;
    return crossings(levels, seen, places);
}

void order_layers(Levels& levels) { Orderer(levels).run(); }

}  // namespace pawl::graph
